import { randomUUID } from 'node:crypto';
import type { ImageShape } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { KeyRecords } from '../storage/ports.ts';
import { type Caller, callerOf, type ProjectFacts } from './caller.ts';
import { hashKey } from './gateway-key.ts';
import { KeyCache } from './key-cache.ts';
import type { KeyRules } from './key-rules.ts';
import { newSecret } from './new-secret.ts';

export type { Caller } from './caller.ts';

/** A key written in the configuration file. */
export interface ConfiguredKey {
  readonly name: string;
  readonly key: string;
  readonly imageShape?: ImageShape['kind'] | null;
  /** `AH-Debug: true` is answered. */
  readonly debug?: boolean;
}

export interface Keyring {
  /**
   * @param ip the address the key is used from; absent: not looked at
   * @throws GatewayError `invalid_api_key`, `permission_denied`
   */
  authenticate(key: string | undefined, ip?: string): Promise<Caller>;
  /** The caller whose key has this hash, wherever it comes from. @throws GatewayError `invalid_api_key` */
  recall(keyHash: string): Promise<Caller>;
  /** Asks the database again for the key with this hash, or for every key. */
  forget(keyHash?: string): void;
}

export const DEFAULT_PROJECT = 'default';

export interface KeyringOptions {
  readonly records: Pick<KeyRecords, 'findByHash'>;
  readonly configured: readonly ConfiguredKey[];
  readonly projectFacts: (project: string) => Promise<ProjectFacts>;
  /** Whether somebody may still use a key of their own, of kind `personal`. Absent: everybody may. */
  readonly mayKeep?: (ownerId: string, project: string) => Promise<boolean>;
  /** Told of every use of a key of the database. */
  readonly used?: (keyId: string) => void;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/** What is remembered of a key; times are checked at every use. */
interface Known {
  readonly caller: Caller;
  /** Unix milliseconds. */
  readonly expiresAt: number | null;
  readonly stored: boolean;
}

/**
 * Recognises keys of the configuration and of the database. They are remembered for a minute, or until somebody says that they
 * changed (`followKeyChanges`).
 */
export function createKeyring(options: KeyringOptions): Keyring {
  const { configured, now = Date.now, used } = options;
  const fixed = new Map(configured.map((each) => [hashKey(each.key), each]));
  const cache = new KeyCache<Known>(now);
  const read = (hash: string): Promise<Known | undefined> => {
    const own = fixed.get(hash);
    return own ? configuredCaller(own, options) : storedCaller(hash, options);
  };
  const find = async (hash: string): Promise<Known> => {
    const known = await cache.find(hash, () => read(hash));
    if (!known) throw new GatewayError('invalid_api_key', 'This API key is unknown or disabled.');
    if (known.expiresAt === null || known.expiresAt > now()) return known;
    throw new GatewayError('invalid_api_key', 'This API key has expired.');
  };
  return {
    async authenticate(key, ip) {
      if (key === undefined) {
        throw new GatewayError('invalid_api_key', 'No API key: send "Authorization: Bearer ah-…".');
      }
      const known = await find(hashKey(key));
      const { caller } = known;
      if (ip !== undefined && caller.allowsIp?.(ip) === false) {
        throw new GatewayError('permission_denied', 'This API key may not be used from your address.');
      }
      if (known.stored) used?.(caller.keyId);
      return caller;
    },
    recall: async (hash) => (await find(hash)).caller,
    forget: (keyHash) => cache.forget(keyHash),
  };
}

async function storedCaller(
  hash: string,
  { records, projectFacts, mayKeep }: KeyringOptions,
): Promise<Known | undefined> {
  const found = await records.findByHash(hash);
  if (found?.key.status !== 'enabled') return undefined;
  const { key, secret } = found;
  const owner = key.kind === 'personal' ? key.ownerId : null;
  if (owner !== null && mayKeep && !(await mayKeep(owner, key.project))) return undefined;
  const rules = JSON.parse(key.rules) as KeyRules;
  const facts = await projectFacts(key.project);
  if (facts.archived) return undefined;
  const ends = [key.expiresAt, secret.expiresAt].filter((time) => time !== null);
  return {
    caller: callerOf(key, rules, facts),
    expiresAt: ends.length > 0 ? Math.min(...ends) : null,
    stored: true,
  };
}

async function configuredCaller(
  { name, imageShape, debug = false }: ConfiguredKey,
  { projectFacts }: KeyringOptions,
): Promise<Known> {
  const key = { id: `config:${name}`, name, project: DEFAULT_PROJECT, ownerId: null };
  const rules = { debug, ...(imageShape && { imageShape }) };
  return {
    caller: callerOf(key, rules, await projectFacts(DEFAULT_PROJECT)),
    expiresAt: null,
    stored: false,
  };
}

/** Makes the first key of a new installation; undefined when there are keys already. The key is returned this once. */
export async function createFirstKey(records: KeyRecords, now: number): Promise<string | undefined> {
  if ((await records.count()) > 0) return undefined;
  const { text, row: secret } = newSecret(randomUUID(), now);
  await records.insert(
    {
      ...{
        id: secret.keyId,
        project: DEFAULT_PROJECT,
        name: 'first key',
        kind: 'user',
        status: 'enabled',
        ownerId: null,
      },
      // Whoever starts the gateway may see where requests go.
      ...{ rules: '{"debug":true}', expiresAt: null, lastUsedAt: null, createdAt: now },
    },
    secret,
  );
  return text;
}
