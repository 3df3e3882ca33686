/** What the load generator is told to do. */
export interface LoadOrder {
  readonly origin: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  /** File that holds the request's body. */
  readonly bodyFile: string;
  readonly concurrency: number;
  readonly seconds: number;
  /** An answer with fewer bytes is a failure. */
  readonly leastBytes: number;
}

/** What came of it. Times in milliseconds. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  /** Until the first byte of the answer's body: the median. */
  readonly firstByte: number;
}

export type LoadReport = { readonly result: LoadResult } | { readonly failure: string };
