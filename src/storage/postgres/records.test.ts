import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { recordsContract } from '../../../test/contract/records-contract.ts';
import { isReachable } from '../../../test/contract/services.ts';
import { createPostgresRecords } from './records.ts';

const SERVER = 'postgres://root@127.0.0.1:5432';

const reachable = await isReachable('PostgreSQL', 5432);

if (reachable) {
  recordsContract('postgres', async () => withOwnDatabase(await createDatabase()));

  describe('a PostgreSQL database', () => {
    it('can be brought up to date by several nodes at once', async () => {
      const name = await createDatabase();
      const nodes = await Promise.all([1, 2, 3, 4].map(() => open(name)));
      expect(await Promise.all(nodes.map((node) => node.keys.count()))).toEqual([0, 0, 0, 0]);
      await Promise.all(nodes.map((node) => node.close()));
      await dropDatabase(name);
    });

    it('says so when it cannot be reached', async () => {
      const nowhere = { url: 'postgres://root@127.0.0.1:1/test', onTrouble: () => {} };
      await expect(createPostgresRecords(nowhere)).rejects.toThrow(/ECONNREFUSED/);
    });
  });
} else {
  describe('a PostgreSQL database', () => {
    it.skip('is not tested: PostgreSQL does not answer on port 5432', () => {});
  });
}

const open = (name: string) =>
  createPostgresRecords({ url: `${SERVER}/${name}`, connections: 3, onTrouble: () => {} });

/** Records whose database goes with them. */
async function withOwnDatabase(name: string) {
  const records = await open(name);
  const close = async (): Promise<void> => {
    await records.close();
    await dropDatabase(name);
  };
  return { ...records, close };
}

async function createDatabase(): Promise<string> {
  const name = `axonhub_test_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name}`);
  return name;
}

const dropDatabase = (name: string): Promise<void> =>
  administer(`drop database if exists ${name} with (force)`);

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: `${SERVER}/postgres` });
  await client.connect();
  await client.query(statement);
  await client.end();
}
