/** The part of the package that the tests use; it comes without types. */
declare module '@20minutes/s3rver' {
  interface Options {
    readonly address: string;
    /** 0: any free one. */
    readonly port: number;
    readonly silent: boolean;
    readonly directory: string;
    readonly configureBuckets: readonly { readonly name: string }[];
  }
  export default class S3rver {
    constructor(options: Options);
    run(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  }
}
