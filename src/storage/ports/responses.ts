/** A turn of a conversation that a client may continue by its id. Pictures and files stand in it as the hashes of their blobs. */
export interface ResponseRow {
  /** `resp_…` */
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  /** The turn it continues. */
  readonly previousId: string | null;
  /** JSON: what the client said in this turn, without the turns before. */
  readonly input: string;
  /** JSON: the whole answer. */
  readonly body: string;
  readonly createdAt: number;
}

export interface ResponseRecords {
  insert(row: ResponseRow): Promise<void>;
  find(project: string, id: string): Promise<ResponseRow | undefined>;
  /** Tells whether there was one. */
  delete(project: string, id: string): Promise<boolean>;
}
