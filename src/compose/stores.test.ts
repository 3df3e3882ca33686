import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { StoreError } from './store-error.ts';
import { openStores } from './stores.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-stores-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(env: Record<string, string>, log: string[] = []) {
  const config = await loadConfig({ options: { dataDir: folder }, env, cwd: folder, providers: [] });
  return openStores(config, pino({ level: 'warn' }, { write: (line) => void log.push(line) }));
}

const NOWHERE = '127.0.0.1:1';

describe('the stores', () => {
  it('need nothing but the data folder, and say nothing', async () => {
    const log: string[] = [];
    const stores = await open({}, log);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['axonhub.db', 'blobs', 'secret', 'spool']));
    await stores.close();
    expect(log).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['PostgreSQL', { AXONHUB_DATABASE_URL: `postgres://user:hush@${NOWHERE}/axonhub` }],
    ['Redis', { AXONHUB_REDIS_URL: `redis://:hush@${NOWHERE}` }],
    [
      'The S3 bucket "pictures"',
      {
        AXONHUB_S3_BUCKET: 'pictures',
        AXONHUB_S3_ENDPOINT: `http://${NOWHERE}`,
        AXONHUB_S3_ACCESS_KEY_ID: 'AKIA1',
        AXONHUB_S3_SECRET_ACCESS_KEY: 'hush',
      },
    ],
  ])('name %s where it cannot be used, without its password', async (name, env) => {
    const failure = await open(env).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect((failure as Error).message).toContain(`${name} cannot be used: `);
    expect((failure as Error).message).toContain('ECONNREFUSED');
    expect((failure as Error).message).not.toContain('hush');
  });

  it('tell somebody who went back to an older version what has happened, and what can be done', async () => {
    await (await open({})).close();
    const database = new DatabaseSync(join(folder, 'axonhub.db'));
    const change = (statement: string): void => database.exec(statement);
    try {
      change("insert into kysely_migration values ('9999-of-tomorrow', '2027-01-01')");
      const failure = await open({}).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StoreError);
      expect((failure as Error).message).toMatch(
        /^SQLite cannot be used: a newer version .*9999-of-tomorrow.* backup/,
      );
    } finally {
      change("delete from kysely_migration where name = '9999-of-tomorrow'");
      database.close();
    }
  });

  it('open what was sealed under the secret of before', async () => {
    const place = { purpose: 'test', owner: 'row_1' };
    const before = await open({ AXONHUB_SECRET: 'the secret of before' });
    const sealed = before.sealer.seal('sk-1', place);
    await before.close();
    const secrets = {
      AXONHUB_SECRET: 'the secret of today',
      AXONHUB_PREVIOUS_SECRET: 'the secret of before',
    };
    const { sealer, close } = await open(secrets);
    expect([sealer.open(sealed, place), sealer.isCurrent(sealed)]).toEqual(['sk-1', false]);
    await close();
  });

  it('of several nodes call for one secret', async () => {
    const log: string[] = [];
    await open({ AXONHUB_REDIS_URL: `redis://${NOWHERE}` }, log).catch(() => {});
    expect(log.join('')).toContain('AXONHUB_SECRET');
    log.length = 0;
    const secret = { AXONHUB_SECRET: 'one secret of all nodes' };
    await open({ AXONHUB_REDIS_URL: `redis://${NOWHERE}`, ...secret }, log).catch(() => {});
    expect(log).toEqual([]);
  });
});
