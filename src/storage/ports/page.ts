/** Where a list that is ordered from new to old goes on. */
export interface Position {
  /** Unix milliseconds. */
  readonly at: number;
  readonly id: string;
}

export interface PageQuery {
  readonly limit: number;
  /** The last entry of the page before. */
  readonly after?: Position;
  /** Entries looked at for one page where no index answers the question. Default 10,000: some tens of milliseconds. */
  readonly scan?: number;
}

/**
 * Entries from new to old; `next` is null on the last page. A question that no index answers is looked for among so many
 * entries at a time: then a page may have few entries or none, and more may come all the same.
 */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: Position | null;
}
