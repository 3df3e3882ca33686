import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import { GatewayError } from '../../contract/error.ts';
import { unreachable } from '../sql/broken-connection.ts';

/** How long a writer waits for another process's transaction. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 10;

/**
 * Kysely's SQLite with three changes for several processes on one file: transactions take the write lock when they begin
 * (one that finds it taken only at its first write fails at once instead of waiting), each migration run is one transaction,
 * and whoever finds the lock taken waits without the process: SQLite's own waiting would stop everything else in it.
 */
export class SharedSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: this.#database });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class ImmediateDriver extends SqliteDriver {
  /** There is one connection only. */
  #connection: DatabaseConnection | undefined;

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    if (this.#connection !== connection) this.#connection = patient(connection);
    return connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** SQLite has rolled back by itself where the disk is full; that nothing is left to do must not hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => {});
  }
}

/** The same connection, whose statements wait for the lock. Within a transaction it is held already. */
function patient(connection: DatabaseConnection): DatabaseConnection {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async <Row>(...query: Parameters<DatabaseConnection['executeQuery']>) => {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await execute<Row>(...query);
      } catch (error) {
        if (isResult(error, SQLITE_FULL)) throw full(error);
        if (!isResult(error, SQLITE_BUSY)) throw error;
        if (Date.now() > deadline) throw unreachable(error);
        await sleep(PAUSE_MS);
      }
    }
  };
  return connection;
}

/** With whatever SQLite adds to the code. */
const isResult = (error: unknown, code: number): boolean =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === code;
const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

const full = (error: unknown): GatewayError =>
  new GatewayError('overloaded', 'The gateway has no room to write to its database now.', {}, error);

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
