/** A row as its table has it: column names as in the database. Numbers may come as texts from engines whose integers are larger. */
export interface StoredRow {
  readonly [column: string]: string | number | null;
}

/** All rows at one moment, whatever is written meanwhile. */
export interface RecordsSnapshot {
  /** The migrations that made the tables, in order. */
  readonly migrations: readonly string[];
  /** Every table; those that are referred to stand before those that refer to them. */
  readonly tables: readonly string[];
  /** In batches. */
  rows(table: string): AsyncIterable<readonly StoredRow[]>;
}

/** Puts rows into a table. */
export type InsertRows = (table: string, rows: readonly StoredRow[]) => Promise<void>;

/** What operators do with the database as a whole. */
export interface RecordsMaintenance {
  /** Names of the migrations that have not run yet, in order; all of them for a database that is empty. Rejects where a newer version has changed the tables. */
  pending(): Promise<readonly string[]>;
  /** Brings the tables up to date, under a lock; the names of what was done. */
  migrate(): Promise<readonly string[]>;
  isEmpty(): Promise<boolean>;
  snapshot<Result>(use: (snapshot: RecordsSnapshot) => Promise<Result>): Promise<Result>;
  /**
   * Makes the tables as `migrations` left them, has them filled, and brings them up to date. All or nothing: what fails leaves the
   * database empty. Only for an empty one, and for migrations that are among those pending.
   */
  fill(migrations: readonly string[], filling: (insert: InsertRows) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}
