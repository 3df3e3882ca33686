import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import { interrupted, isBroken, unreachable } from '../sql/broken-connection.ts';

/** How long a statement waits for a server that is being restarted. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;

/**
 * Kysely's PostgreSQL with two changes: statements wait while a server that was there is restarted, those that only read are
 * repeated where the connection broke under them, and texts hold no zero bytes, which PostgreSQL cannot store: one in a client's prompt would fail the row of a picture that is paid for.
 */
export class PatientPostgresDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new PatientDriver(this.#config);
  }

  override createQueryCompiler(): PostgresQueryCompiler {
    return new StorableTexts();
  }
}

class PatientDriver extends PostgresDriver {
  /** At the start a server that is not there is told at once. */
  #reached = false;
  readonly #watched = new WeakSet<DatabaseConnection>();
  readonly #inTransaction = new WeakSet<DatabaseConnection>();

  override async acquireConnection(
    ...options: Parameters<PostgresDriver['acquireConnection']>
  ): Promise<DatabaseConnection> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        const connection = await super.acquireConnection(...options);
        this.#reached = true;
        this.#watch(connection);
        return connection;
      } catch (error) {
        if (!this.#reached || !isBroken(error)) throw error;
        if (Date.now() > deadline) throw unreachable(error);
        await sleep(PAUSE_MS);
      }
    }
  }

  override async beginTransaction(
    ...[connection, settings]: Parameters<PostgresDriver['beginTransaction']>
  ): Promise<void> {
    await super.beginTransaction(connection, settings);
    this.#inTransaction.add(connection);
  }

  override async releaseConnection(connection: Connection): Promise<void> {
    this.#inTransaction.delete(connection);
    await super.releaseConnection(connection);
  }

  /**
   * A connection that idled may be dead without anybody knowing: what only reads is asked again on another one. Connections stay
   * the objects that Kysely made, for it knows them by their identity.
   */
  #watch(connection: DatabaseConnection): void {
    if (this.#watched.has(connection)) return;
    this.#watched.add(connection);
    const execute = connection.executeQuery.bind(connection);
    connection.executeQuery = async <Row>(...query: Parameters<DatabaseConnection['executeQuery']>) => {
      try {
        return await execute<Row>(...query);
      } catch (error) {
        if (!isBroken(error)) throw error;
        const reads = query[0].query.kind === 'SelectQueryNode' && !this.#inTransaction.has(connection);
        if (!reads) throw interrupted(error);
        return this.#elsewhere<Row>(query);
      }
    };
  }

  async #elsewhere<Row>(query: Parameters<DatabaseConnection['executeQuery']>): Promise<QueryResult<Row>> {
    const other = await this.acquireConnection();
    try {
      return await other.executeQuery<Row>(...query);
    } finally {
      await this.releaseConnection(other as Connection);
    }
  }
}

type Connection = Parameters<PostgresDriver['releaseConnection']>[0];

class StorableTexts extends PostgresQueryCompiler {
  protected override addParameter(parameter: unknown): void {
    const isUnstorable = typeof parameter === 'string' && parameter.includes('\0');
    super.addParameter(isUnstorable ? parameter.replaceAll('\0', '\uFFFD') : parameter);
  }
}
