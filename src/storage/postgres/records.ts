import { sql } from 'kysely';
import { Pool } from 'pg';
import type { Records } from '../ports.ts';
import { openRecords } from '../sql/records.ts';
import { PatientPostgresDialect } from './dialect.ts';

const SIZE = sql<{ bytes: string }>`select pg_database_size(current_database()) as bytes`;

export interface PostgresOptions {
  /** As `postgres://user:password@host:5432/database`. */
  readonly url: string;
  /** Most connections of this process. Default 10. */
  readonly connections?: number;
  /** Told of connections that break; the pool replaces them. */
  readonly onTrouble: (error: Error) => void;
}

/**
 * Records in PostgreSQL, for several gateways on one database. Tables are brought up to date first, under a lock, so that
 * nodes may start together. Rejects when the database cannot be reached; later on, statements wait a while for one that is gone.
 */
export async function createPostgresRecords({
  url,
  connections = 10,
  onTrouble,
}: PostgresOptions): Promise<Records> {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    application_name: 'axonhub',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // Without a listener a connection that breaks would end the process: the pool listens to those that idle, nobody to those in use.
  pool.on('error', onTrouble);
  pool.on('connect', (client) => client.on('error', onTrouble));
  return openRecords(new PatientPostgresDialect({ pool }), SIZE);
}
