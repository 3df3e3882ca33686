import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSealer } from '../accounts/sealer.ts';
import { settingPlace } from '../admin/operations/settings-store.ts';
import { credentialPlace, settingsPlace } from '../channels/seal-places.ts';
import { installationSecrets, nextSecret } from '../compose/installation-secret.ts';
import { openRecords } from '../compose/stores.ts';
import { ConfigError, type Environment, loadConfig } from '../config.ts';
import type { CredentialRow } from '../storage/ports.ts';
import { rotateSecret } from './rotate-secret.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-rotate-'));
});
afterEach(() => rm(folder, { recursive: true }));

const configOf = (env: Environment = {}) =>
  loadConfig({ options: { dataDir: folder }, env, cwd: folder, providers: [] });

async function sealerOf(env: Environment = {}) {
  const { current, others } = await installationSecrets(await configOf(env));
  return createSealer(current, others);
}

const withRecords = async <T>(use: (records: Awaited<ReturnType<typeof openRecords>>) => Promise<T>) => {
  const records = await openRecords(await configOf(), () => {});
  try {
    return await use(records);
  } finally {
    await records.close();
  }
};

/** A channel with a key and a secret setting, and a secret of the installation. */
async function fill(env: Environment = {}): Promise<void> {
  const sealer = await sealerOf(env);
  const credential: CredentialRow = {
    ...{ id: 'cr_1', channelId: 'ch_1', label: 'ours', hint: '', enabled: true, position: 0, createdAt: 1 },
    sealed: sealer.seal('sk-1', credentialPlace('cr_1')),
  };
  await withRecords(async ({ channels, settings }) => {
    await channels.insert(
      {
        ...{ id: 'ch_1', name: 'work', type: 'test', enabled: true, priority: 1, weight: 1, position: 0 },
        ...{ tags: '[]', document: '{}', sealedProxyPassword: null, archivedAt: null },
        ...{ createdAt: 1, updatedAt: 1, sealedSettings: sealer.seal('{"a":1}', settingsPlace('ch_1')) },
      },
      [credential],
    );
    const clientSecret = sealer.seal('hush', settingPlace('oidc', 'clientSecret'));
    const value = JSON.stringify({ issuer: 'https://id.example', clientSecret });
    await settings.put({ section: 'oidc', value, version: 1, updatedAt: 1, updatedBy: 'u' });
  });
}

/** What the secrets are, opened by a gateway that starts now, and whether all are sealed under its own secret. */
async function opened(env: Environment = {}) {
  const sealer = await sealerOf(env);
  return withRecords(async ({ channels, settings }) => {
    const key = (await channels.credentials())[0]?.sealed ?? '';
    const hidden = (await channels.find('ch_1'))?.sealedSettings ?? '';
    const { clientSecret, issuer } = JSON.parse((await settings.find('oidc'))?.value ?? '{}');
    return {
      texts: [
        sealer.open(key, credentialPlace('cr_1')),
        sealer.open(hidden, settingsPlace('ch_1')),
        sealer.open(clientSecret, settingPlace('oidc', 'clientSecret')),
        issuer,
      ],
      current: [key, hidden, clientSecret].map((value) => sealer.isCurrent(value)),
    };
  });
}
const TEXTS = ['sk-1', '{"a":1}', 'hush', 'https://id.example'];
const ALL = [true, true, true];

describe('a rotation of the secret in the data folder', () => {
  it('seals everything anew, and only its owner can read the new secret', async () => {
    await fill();
    const before = await readFile(join(folder, 'secret'), 'utf8');
    expect(await rotateSecret(await configOf())).toEqual({ resealed: 3, lost: [] });
    expect(await readFile(join(folder, 'secret'), 'utf8')).not.toBe(before);
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'secret.previous'))).mode & 0o777).toBe(0o600);
    await rm(join(folder, 'secret.previous'));
    expect(await opened()).toEqual({ texts: TEXTS, current: ALL });
  });

  it('that was interrupted leaves everything readable, and goes on when it is run again', async () => {
    await fill();
    const begun = await nextSecret(folder);
    const sealer = createSealer(begun.current, begun.others);
    await withRecords(async ({ channels }) => {
      const [row] = await channels.credentials();
      const after = sealer.seal('sk-1', credentialPlace('cr_1'));
      expect(await channels.reseal('credential', 'cr_1', row?.sealed ?? '', after)).toBe(true);
    });
    expect((await opened()).texts).toEqual(TEXTS);
    expect(await rotateSecret(await configOf())).toEqual({ resealed: 2, lost: [] });
    expect(await opened()).toEqual({ texts: TEXTS, current: ALL });
    expect(await readdir(folder)).not.toContain('secret.next');
  });

  it('is noticed by a gateway that runs, which opens what is sealed under the new one', async () => {
    await fill();
    const running = await sealerOf();
    await rotateSecret(await configOf());
    const sealed = await withRecords(async ({ channels }) => (await channels.credentials())[0]?.sealed ?? '');
    expect(running.open(sealed, credentialPlace('cr_1'))).toBe('sk-1');
    // What it seals in the meantime is sealed anew by the next rotation.
    expect((await sealerOf()).open(running.seal('late', credentialPlace('x')), credentialPlace('x'))).toBe(
      'late',
    );
  });

  it('names what no secret opens, and does the rest', async () => {
    await fill();
    await writeFile(join(folder, 'secret'), 'a secret that has sealed nothing');
    const { resealed, lost } = await rotateSecret(await configOf());
    expect(resealed).toBe(0);
    expect(lost).toEqual(['credential of work (ours)', 'settings of work', 'setting oidc.clientSecret']);
  });
});

describe('a rotation of a given secret', () => {
  const [old, fresh] = ['the secret of last year', 'the secret of this year'];

  it('seals anew what the previous one has sealed, once', async () => {
    await fill({ AXONHUB_SECRET: old });
    const env = { AXONHUB_SECRET: fresh, AXONHUB_PREVIOUS_SECRET: old };
    expect(await rotateSecret(await configOf(env))).toEqual({ resealed: 3, lost: [] });
    expect(await rotateSecret(await configOf(env))).toEqual({ resealed: 0, lost: [] });
    expect(await opened({ AXONHUB_SECRET: fresh })).toEqual({ texts: TEXTS, current: ALL });
  });

  it('asks for the previous one', async () => {
    const config = await configOf({ AXONHUB_SECRET: fresh });
    await expect(rotateSecret(config)).rejects.toThrow(ConfigError);
  });
});
