import type { Age } from './age.ts';

/** How many there are, and how large they are together. */
export interface Amount {
  readonly count: number;
  readonly bytes: number;
}

/** How much is kept. Counting goes step by step, so that nobody else waits for long. */
export interface AmountRecords {
  /** Of the whole database, its indexes included. */
  databaseBytes(): Promise<number>;
  images(): Promise<Amount>;
  bodies(): Promise<Amount>;
  requests(): Promise<number>;
  /** Files that nobody refers to any more, to be deleted soon. */
  waitingBlobs(): Promise<number>;
  /** The oldest of those that are too old, those of pinned traces aside; counted up to `limit`. */
  old(what: 'images' | 'bodies', age: Age, limit: number): Promise<Amount>;
}
