import { randomUUID } from 'node:crypto';
import { GatewayError } from '../contract/error.ts';
import type { KeyRecords, KeyRow } from '../storage/ports.ts';
import { generateKey, hashKey, keyPrefix } from './gateway-key.ts';

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
}

export const DEFAULT_PROJECT = 'default';

/** Recognises keys of the configuration and of the database; known ones are answered from memory. */
export function createKeyring(records: KeyRecords, configured: readonly ConfiguredKey[]): Keyring {
  const known = new Map<string, Caller>(
    configured.map((each) => [hashKey(each.key), configuredCaller(each)]),
  );
  return {
    async authenticate(key) {
      if (key === undefined) {
        throw new GatewayError('invalid_api_key', 'No API key: send "Authorization: Bearer ah-…".');
      }
      const hash = hashKey(key);
      const cached = known.get(hash);
      if (cached) return cached;
      const row = await records.findByHash(hash);
      if (!row?.enabled) throw new GatewayError('invalid_api_key', 'This API key is unknown or disabled.');
      const caller = { keyId: row.id, project: row.project, imageShape: row.imageShape };
      known.set(hash, caller);
      return caller;
    },
  };
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
