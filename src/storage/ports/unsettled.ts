import type { LogBatch } from './requests.ts';

/** A request that a provider may be drawing for, and bill, while it is not in the log. */
export interface UnsettledRow {
  /** The request's. */
  readonly id: string;
  /** The process that works on it, and until when it counts as alive. */
  readonly node: string;
  readonly aliveUntil: number;
  /** What becomes of it in the log (`LogEntry` as JSON) should that process die. */
  readonly entry: string;
}

export interface UnsettledRecords {
  /** In place of what stands there of the same request. */
  put(row: UnsettledRow): Promise<void>;
  /** The process works on what it has put there. */
  renew(node: string, aliveUntil: number): Promise<void>;
  /** What other processes than this have left, oldest first. */
  dead(node: string, now: number, limit: number): Promise<UnsettledRow[]>;
  /**
   * Deletes the row and writes the batch it becomes, or neither. False: nothing was written, for the row is there no more, its
   * process lives after all, or the request stands in the log already.
   */
  bury(id: string, now: number, batch: LogBatch): Promise<boolean>;
}
