import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { sql } from 'kysely';
import type { Records } from '../ports.ts';
import { openRecords } from '../sql/records.ts';
import { oneStatementARow } from './bulk-write.ts';
import { SharedSqliteDialect } from './dialect.ts';
import { PreparedDatabase } from './prepared.ts';

/** How long the start waits for another process's transaction; later on statements wait without the process (`dialect.ts`). */
const BUSY_TIMEOUT_MS = 5000;

const SIZE = sql<{
  bytes: number;
}>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`;

/**
 * Records in one SQLite file, `:memory:` for none; folder and file are made when missing. Committed rows survive the
 * process being killed; a power failure may take the last ones but never damages the file (WAL, synchronous=NORMAL).
 */
export async function createSqliteRecords({ file }: { readonly file: string }): Promise<Records> {
  if (file !== ':memory:') await createPrivate(file);
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    db.exec('pragma journal_mode = wal; pragma synchronous = normal;');
    // SQLite's own knows only the letters of ASCII: a search for "ä" has to find "Ä" too, as with PostgreSQL.
    db.function('lower', { deterministic: true }, lower);
    const dialect = new SharedSqliteDialect(new PreparedDatabase(db));
    const records = await openRecords(dialect, SIZE, oneStatementARow(db));
    db.exec('pragma busy_timeout = 0');
    return records;
  } catch (error) {
    if (db.isOpen) db.close();
    throw error;
  }
}

/** SQLite gives its journal files the mode of the database: nobody else may read the log. */
async function createPrivate(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await (await open(file, 'a', 0o600)).close();
}

const lower = (text: SQLOutputValue): SQLOutputValue =>
  typeof text === 'string' ? text.toLowerCase() : text;
