/** Rows on their way to the database: adding never waits, they are written in batches. */
export interface WriteBehind<Row> {
  add(row: Row): void;
  /** Writes what is waiting. */
  flush(): Promise<void>;
}

export interface WriteBehindOptions {
  /** Longest time a row waits, in milliseconds. */
  readonly delayMs?: number;
  /** Rows per transaction. */
  readonly batch?: number;
  /** Rows kept in memory while the database does not answer; the oldest are given up beyond that. */
  readonly capacity?: number;
  /** Told when rows could not be written or had to be given up. */
  readonly onTrouble: (error: unknown, lost: number) => void;
}

/** Until a database that failed is asked again. */
const RETRY_MS = 1_000;

export function createWriteBehind<Row>(
  records: { insertMany(rows: readonly Row[]): Promise<void> },
  options: WriteBehindOptions,
): WriteBehind<Row> {
  const { delayMs = 20, batch = 100, capacity = 10_000, onTrouble } = options;
  let waiting: Row[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const rows = waiting.splice(0, batch);
      try {
        await records.insertMany(rows);
      } catch (error) {
        waiting = [...rows, ...waiting];
        const lost = Math.max(0, waiting.length - capacity);
        waiting.splice(0, lost);
        onTrouble(error, lost);
        timer ??= setTimeout(flush, RETRY_MS).unref();
        return;
      }
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };
  return {
    add(row) {
      waiting.push(row);
      timer ??= setTimeout(flush, delayMs).unref();
    },
    flush,
  };
}
