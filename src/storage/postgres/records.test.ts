import { afterAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/contract/postgres-database.ts';
import { recordsContract } from '../../../test/contract/records-contract.ts';
import { isReachable } from '../../../test/contract/services.ts';
import { createPostgresRecords } from './records.ts';

const reachable = await isReachable('PostgreSQL', 5432);

const open = (url: string) => createPostgresRecords({ url, connections: 3, onTrouble: () => {} });

if (reachable) {
  // Making the tables anew for each test takes three times as long as copying them.
  const model = await createDatabase();
  await (await open(model.url)).close();
  afterAll(() => model.drop());
  recordsContract('postgres', async () => withOwnDatabase(await createDatabase(model)));

  describe('a PostgreSQL database', () => {
    it('can be brought up to date by several nodes at once', async () => {
      const database = await createDatabase();
      const nodes = await Promise.all([1, 2, 3, 4].map(() => open(database.url)));
      expect(await Promise.all(nodes.map((node) => node.keys.count()))).toEqual([0, 0, 0, 0]);
      await Promise.all(nodes.map((node) => node.close()));
      await database.drop();
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

/** Records whose database goes with them. */
async function withOwnDatabase({ url, drop }: TestDatabase) {
  const records = await open(url);
  const close = async (): Promise<void> => {
    await records.close();
    await drop();
  };
  return { ...records, close };
}
