import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/contract/postgres-database.ts';
import { isReachable } from '../../test/contract/services.ts';
import { createSealer } from '../accounts/sealer.ts';
import { credentialPlace } from '../channels/seal-places.ts';
import { installationSecrets } from '../compose/installation-secret.ts';
import { openBlobs, openRecords } from '../compose/stores.ts';
import { type Config, type Environment, loadConfig } from '../config.ts';
import { BytesPayload } from '../contract/payload.ts';
import { type BackupOptions, backup } from './backup.ts';
import { CommandError } from './command-error.ts';
import { type RestoreOptions, restore } from './restore.ts';

let folder: string;
let file: string;
let databases: TestDatabase[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-backup-'));
  file = join(folder, 'backup.tar.gz');
});
afterEach(async () => {
  await Promise.all(databases.map(({ drop }) => drop()));
  databases = [];
  await rm(folder, { recursive: true });
});

const hasPostgres = await isReachable('PostgreSQL', 5432);

async function postgres(): Promise<Environment> {
  const database = await createDatabase();
  databases.push(database);
  return { AXONHUB_DATABASE_URL: database.url };
}

const configOf = (name: string, env: Environment = {}): Promise<Config> =>
  loadConfig({ options: { dataDir: join(folder, name) }, env, cwd: folder, providers: [] });

const PICTURE = randomBytes(300_000);

/** An installation with a channel, its sealed key and a picture. */
async function fill(config: Config): Promise<string> {
  const blobs = await openBlobs(config);
  const { sha256 } = await blobs.keep(new BytesPayload(PICTURE));
  const { current, others } = await installationSecrets(config);
  const sealed = createSealer(current, others).seal('sk-1', credentialPlace('cr_1'));
  const records = await openRecords(config, () => {});
  await records.channels.insert(
    {
      ...{ id: 'ch_1', name: 'work', type: 'test', enabled: true, priority: 1, weight: 1, position: 0 },
      ...{ tags: '[]', document: '{}', sealedSettings: null, sealedProxyPassword: null },
      ...{ archivedAt: null, createdAt: 1, updatedAt: 1 },
    },
    [
      {
        ...{ id: 'cr_1', channelId: 'ch_1', label: 'ours', hint: '' },
        ...{ enabled: true, position: 0, createdAt: 1 },
        sealed,
      },
    ],
  );
  await records.close();
  return sha256;
}

/** What an installation knows: the channel's key, opened, and the picture. */
async function known(config: Config, sha256: string) {
  const picture = await (await openBlobs(config)).open(sha256);
  const { current, others } = await installationSecrets(config);
  const sealer = createSealer(current, others);
  const records = await openRecords(config, () => {});
  const [credential] = await records.channels.credentials();
  const names = (await records.channels.all()).map(({ name }) => name);
  await records.close();
  return {
    names,
    key: credential && sealer.open(credential.sealed, credentialPlace(credential.id)),
    isCurrent: credential && sealer.isCurrent(credential.sealed),
    picture: picture && Buffer.concat(await Array.fromAsync(picture.read())).equals(PICTURE),
  };
}

const quiet = { print: () => {}, withoutSecret: false, passphrase: 'correct horse' };
const save = (config: Config, more: Partial<BackupOptions> = {}) =>
  backup(config, { ...quiet, file, withoutPictures: false, gatewayVersion: '1', ...more });
const bringBack = (config: Config, more: Partial<RestoreOptions> = {}) =>
  restore(config, { ...quiet, file, ...more });

const WHOLE = { names: ['work'], key: 'sk-1', isCurrent: true, picture: true };

describe('a backup', () => {
  it('fills an empty installation, secret, rows, pictures and all', async () => {
    const config = await configOf('one');
    const sha256 = await fill(config);
    const end = await save(config);
    expect(end.pictures).toBe(1);
    const other = await configOf('two');
    expect(await bringBack(other)).toEqual({ ...end, lost: [] });
    expect(await known(other, sha256)).toEqual(WHOLE);
    expect((await installationSecrets(other)).current).toBe((await installationSecrets(config)).current);
  });

  it('is sealed anew where the new installation has a secret of its own', async () => {
    const config = await configOf('one');
    const sha256 = await fill(config);
    await save(config);
    const other = await configOf('two', { AXONHUB_SECRET: 'another secret of ours' });
    expect((await bringBack(other)).lost).toEqual([]);
    expect(await known(other, sha256)).toEqual(WHOLE);
  });

  it.skipIf(!hasPostgres).each(['into', 'out of'])('goes %s PostgreSQL', async (way) => {
    const [from, to] = way === 'into' ? [{}, await postgres()] : [await postgres(), {}];
    const config = await configOf('one', from);
    const sha256 = await fill(config);
    await save(config);
    const other = await configOf('two', to);
    await bringBack(other);
    expect(await known(other, sha256)).toEqual(WHOLE);
  });

  it('holds neither the secret nor a key in clear, and only its owner may read it', async () => {
    const config = await configOf('one');
    await fill(config);
    await save(config);
    const content = gunzipSync(await readFile(file)).toString('latin1');
    expect(content).toContain('"name":"work"');
    expect(content).not.toContain((await installationSecrets(config)).current);
    expect(content).not.toContain('sk-1');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('wants a passphrase, or to be told that the secret is to be left out', async () => {
    const config = await configOf('one');
    const sha256 = await fill(config);
    const { passphrase: _, ...without } = quiet;
    const bare = { ...without, file, withoutPictures: true, gatewayVersion: '1' };
    await expect(backup(config, bare)).rejects.toThrow('--passphrase-file');
    await backup(config, { ...bare, withoutSecret: true });
    const other = await configOf('two');
    expect((await bringBack(other)).lost).toEqual(['credential of work (ours)']);
    expect(await (await openBlobs(other)).open(sha256)).toBeUndefined();
  });

  it('overwrites no file and makes nothing of an installation that is empty', async () => {
    await expect(save(await configOf('nothing'))).rejects.toThrow('nothing to back up');
    await writeFile(file, 'dear');
    await expect(save(await configOf('nothing'))).rejects.toThrow('is there already');
    expect(await readFile(file, 'utf8')).toBe('dear');
  });
});

describe('bringing back', () => {
  it('refuses a wrong passphrase and a database in use, and changes nothing', async () => {
    const config = await configOf('one');
    await fill(config);
    await save(config);
    await expect(bringBack(await configOf('two'), { passphrase: 'wrong' })).rejects.toThrow(
      new CommandError('The passphrase is wrong.'),
    );
    await expect(bringBack(config)).rejects.toThrow('Only an empty database');
    expect((await bringBack(await configOf('two'))).lost).toEqual([]);
  });

  it('takes no half of a backup and leaves the database empty then', async () => {
    const config = await configOf('one');
    await fill(config);
    await save(config, { withoutPictures: true });
    const whole = await readFile(file);
    await truncate(file, whole.length - 40);
    const other = await configOf('two');
    await expect(bringBack(other)).rejects.toThrow(/damaged/);
    await writeFile(file, whole);
    expect((await bringBack(other)).lost).toEqual([]);
  });

  it('says of any other file that it is no backup', async () => {
    await writeFile(file, 'hello');
    await expect(bringBack(await configOf('two'))).rejects.toThrow(/no backup|damaged/);
  });
});
