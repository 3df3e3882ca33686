import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  PostgresQueryCompiler,
} from 'kysely';
import { isBroken, unreachable } from '../sql/broken-connection.ts';

/** How long a statement waits for a server that is being restarted. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;

/**
 * Kysely's PostgreSQL with two changes: statements wait while a server that was there is restarted, and texts hold no zero
 * bytes, which PostgreSQL cannot store: one in a client's prompt would fail the row of a picture that is paid for.
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

  override async acquireConnection(
    ...options: Parameters<PostgresDriver['acquireConnection']>
  ): Promise<DatabaseConnection> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        const connection = await super.acquireConnection(...options);
        this.#reached = true;
        return connection;
      } catch (error) {
        if (!this.#reached || !isBroken(error)) throw error;
        if (Date.now() > deadline) throw unreachable(error);
        await sleep(PAUSE_MS);
      }
    }
  }
}

class StorableTexts extends PostgresQueryCompiler {
  protected override addParameter(parameter: unknown): void {
    const isUnstorable = typeof parameter === 'string' && parameter.includes('\0');
    super.addParameter(isUnstorable ? parameter.replaceAll('\0', '\uFFFD') : parameter);
  }
}
