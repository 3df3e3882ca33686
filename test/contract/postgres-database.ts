import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

const SERVER = 'postgres://root@127.0.0.1:5432';

/** A database of one test. */
export interface TestDatabase {
  readonly url: string;
  /** Runs a statement behind the gateway's back. */
  run(statement: string, values?: readonly unknown[]): Promise<void>;
  drop(): Promise<void>;
}

/**
 * Makes a database on this machine's PostgreSQL.
 * @param model one whose tables and rows it begins with, with no connection open; absent: it is empty
 */
export async function createDatabase(model?: TestDatabase): Promise<TestDatabase> {
  const name = `axonhub_test_${randomBytes(6).toString('hex')}`;
  const template = model ? ` template ${new URL(model.url).pathname.slice(1)}` : '';
  await run(`${SERVER}/postgres`, `create database ${name}${template}`);
  const url = `${SERVER}/${name}`;
  return {
    url,
    run: (statement, values) => run(url, statement, values),
    drop: () => run(`${SERVER}/postgres`, `drop database if exists ${name} with (force)`),
  };
}

async function run(connectionString: string, statement: string, values: readonly unknown[] = []) {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}
