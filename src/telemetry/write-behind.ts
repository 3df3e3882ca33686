/** Rows on their way to the database: adding never waits, they are written in batches. */
export interface WriteBehind<Row> {
  add(row: Row): void;
  /** Writes what is waiting. */
  flush(): Promise<void>;
  /** Writes what is waiting before the process ends; what the database does not take within a few seconds is lost, and said to be. */
  close(): Promise<void>;
}

export interface WriteBehindOptions {
  /** Longest time a row waits, in milliseconds. Default 20. */
  readonly delayMs?: number;
  /** The same while many come: larger transactions cost less a row. Default 100. */
  readonly busyDelayMs?: number;
  /** Rows per transaction. */
  readonly batch?: number;
  /** Rows kept in memory while the database does not answer; the oldest are given up beyond that. */
  readonly capacity?: number;
  /** Told when rows could not be written or had to be given up. */
  readonly onTrouble: (error: unknown, lost: number) => void;
}

export interface RowSink<Row> {
  /** All of them or none. @param again some of them may have been written before: the answer to that was lost */
  insertMany(rows: readonly Row[], again: boolean): Promise<void>;
}

/** Until a database that failed is asked again. */
const RETRY_MS = 1_000;
/** So many rows at once are many. */
const BUSY_ROWS = 10;
/** A batch that failed so often may hold a row that can never be written. */
const SUSPICIOUS = 3;
/** Rows that fail one by one, before any is written, until the failure is taken for the database's. */
const MOST_IN_VAIN = 3;
const LAST_TRIES = 3;

export function createWriteBehind<Row>(sink: RowSink<Row>, options: WriteBehindOptions): WriteBehind<Row> {
  const queue = new Queue(sink, options);
  return { add: (row) => queue.add(row), flush: () => queue.flush(), close: () => queue.close() };
}

class Queue<Row> {
  readonly #sink: RowSink<Row>;
  readonly #options: Required<WriteBehindOptions>;
  #waiting: Row[] = [];
  #failures = 0;
  #busy = false;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(sink: RowSink<Row>, options: WriteBehindOptions) {
    this.#sink = sink;
    this.#options = { delayMs: 20, busyDelayMs: 100, batch: 100, capacity: 10_000, ...options };
  }

  add(row: Row): void {
    this.#waiting.push(row);
    const { delayMs, busyDelayMs } = this.#options;
    this.#timer ??= setTimeout(() => this.flush(), this.#busy ? busyDelayMs : delayMs).unref();
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#busy = this.#waiting.length >= BUSY_ROWS;
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async close(): Promise<void> {
    await this.flush();
    for (let tries = 1; this.#waiting.length > 0 && tries < LAST_TRIES; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      await this.flush();
    }
    clearTimeout(this.#timer);
    const lost = this.#waiting.length;
    if (lost > 0) this.#options.onTrouble(new Error('the process ends before the database took them'), lost);
    this.#waiting = [];
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const rows = this.#waiting.slice(0, this.#options.batch);
      try {
        if (this.#failures < SUSPICIOUS) await this.#sink.insertMany(rows, this.#failures > 0);
        else await this.#writeSingly(rows);
        this.#waiting.splice(0, rows.length);
        this.#failures = 0;
      } catch (error) {
        this.#failed(error);
        return;
      }
    }
  }

  #failed(error: unknown): void {
    this.#failures += 1;
    const lost = Math.max(0, this.#waiting.length - this.#options.capacity);
    this.#waiting.splice(0, lost);
    this.#options.onTrouble(error, lost);
    this.#timer ??= setTimeout(() => this.flush(), RETRY_MS).unref();
  }

  /** One row that cannot be written must not hold up all others. Throws where none can be. */
  async #writeSingly(rows: readonly Row[]): Promise<void> {
    // From another place each time: those at the beginning may be the ones that cannot be written.
    const start = (this.#failures * MOST_IN_VAIN) % rows.length;
    const failed: { readonly row: Row; readonly error: unknown }[] = [];
    let written = 0;
    for (const row of [...rows.slice(start), ...rows.slice(0, start)]) {
      const error = await this.#tryOne(row);
      if (error === undefined) written += 1;
      else failed.push({ row, error });
      if (written === 0 && (failed.length === rows.length || failed.length >= MOST_IN_VAIN)) throw error;
    }
    for (const { row } of failed) {
      const error = await this.#tryOne(row);
      if (error !== undefined) this.#options.onTrouble(error, 1);
    }
  }

  async #tryOne(row: Row): Promise<unknown> {
    return this.#sink.insertMany([row], true).then(
      () => undefined,
      (error: unknown) => error ?? new Error('no reason given'),
    );
  }
}
