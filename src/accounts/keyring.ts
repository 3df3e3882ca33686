import { randomUUID } from 'node:crypto';
import { GatewayError } from '../contract/error.ts';
import type { KeyRecords, KeyRow } from '../storage/ports.ts';
import { generateKey, hashKey, keyPrefix } from './gateway-key.ts';
import { KeyCache } from './key-cache.ts';

/** Who is calling. */
export interface Caller {
  readonly keyId: string;
  readonly project: string;
  readonly imageShape: KeyRow['imageShape'];
}

/** A key written in the configuration file. */
export interface ConfiguredKey {
  readonly name: string;
  readonly key: string;
  readonly imageShape?: KeyRow['imageShape'];
}

export interface Keyring {
  /** @throws GatewayError `invalid_api_key` */
  authenticate(key: string | undefined): Promise<Caller>;
  /** Asks the database again for the key with this hash, or for every key. */
  forget(keyHash?: string): void;
}

export const DEFAULT_PROJECT = 'default';

/**
 * Recognises keys of the configuration and of the database. Those of the database are remembered for a minute, or until
 * somebody says that they changed (`followKeyChanges`).
 */
export function createKeyring(
  records: KeyRecords,
  configured: readonly ConfiguredKey[],
  now: () => number = Date.now,
): Keyring {
  const fixed = new Map<string, Caller>(
    configured.map((each) => [hashKey(each.key), configuredCaller(each)]),
  );
  const cache = new KeyCache<Caller>(now);
  return {
    async authenticate(key) {
      if (key === undefined) {
        throw new GatewayError('invalid_api_key', 'No API key: send "Authorization: Bearer ah-…".');
      }
      const hash = hashKey(key);
      const caller = fixed.get(hash) ?? (await cache.find(hash, () => storedCaller(records, hash)));
      if (!caller) throw new GatewayError('invalid_api_key', 'This API key is unknown or disabled.');
      return caller;
    },
    forget: (keyHash) => cache.forget(keyHash),
  };
}

async function storedCaller(records: KeyRecords, hash: string): Promise<Caller | undefined> {
  const row = await records.findByHash(hash);
  return row?.enabled ? { keyId: row.id, project: row.project, imageShape: row.imageShape } : undefined;
}

const configuredCaller = (each: ConfiguredKey): Caller => ({
  keyId: `config:${each.name}`,
  project: DEFAULT_PROJECT,
  imageShape: each.imageShape ?? null,
});

/** Makes the first key of a new installation; undefined when there are keys already. The key is returned this once. */
export async function createFirstKey(records: KeyRecords, now: number): Promise<string | undefined> {
  if ((await records.count()) > 0) return undefined;
  const key = generateKey();
  await records.insert({
    id: randomUUID(),
    project: DEFAULT_PROJECT,
    name: 'first key',
    hash: hashKey(key),
    prefix: keyPrefix(key),
    imageShape: null,
    enabled: true,
    createdAt: now,
  });
  return key;
}
