/**
 * Bytes that rows no longer refer to, on their way out of the store. Whoever takes the last row away marks them, in the same
 * transaction. After a while they are taken: looked whether anything refers to them by now, and deleted. The mark stays for as
 * long again, so that whoever refers to them anew meanwhile (`stateOf`, after their row is written) knows to write them again.
 */
export interface BlobDeletionRecords {
  /** Those of these names that no picture, thumbnail or conversation refers to. */
  unreferred(sha256s: readonly string[]): Promise<string[]>;
  /** The names of bytes that kept answers, jobs and bodies tell of, in batches: nothing that is indexed, so every row is read. */
  named(): AsyncIterable<readonly string[]>;
  /** They belong to no row, however that came about. */
  mark(sha256s: readonly string[], now: number): Promise<void>;
  /**
   * Takes up to `limit` of those marked before this time, each for one node alone. Those that something refers to are forgotten;
   * gives the others, to be deleted now, and how many were taken in all.
   */
  take(
    markedBefore: number,
    now: number,
    limit: number,
  ): Promise<{ readonly taken: number; readonly unused: readonly string[] }>;
  /** They are deleted. */
  done(sha256s: readonly string[], now: number): Promise<void>;
  /** Forgets those deleted before this time; those that a dead node took before it will be taken again. */
  forget(before: number): Promise<void>;
  /** Undefined, or waiting: nobody is about to delete them. */
  stateOf(sha256: string): Promise<BlobDeletionRow['state'] | undefined>;
}

export interface BlobDeletionRow {
  readonly sha256: string;
  readonly state: 'waiting' | 'deleting' | 'deleted';
  /** When it came to be so, in Unix milliseconds. */
  readonly at: number;
}
