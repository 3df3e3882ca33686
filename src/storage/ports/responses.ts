import type { Age } from './age.ts';

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
  /** @param blobs hashes of all that it refers to, each once */
  insert(row: ResponseRow, blobs: readonly string[]): Promise<void>;
  find(project: string, id: string): Promise<ResponseRow | undefined>;
  /** Tells whether there was one. Bytes it referred to are marked to be deleted (`BlobDeletionRecords`). */
  delete(project: string, id: string, now: number): Promise<boolean>;
  /** Deletes the oldest of those that are too old, as `delete` does. Tells how many went: as many as `limit` when there may be more. */
  deleteOld(age: Age, now: number, limit: number): Promise<number>;
}
