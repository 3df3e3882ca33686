import type { KeySecretRow } from '../storage/ports.ts';
import { generateKey, hashKey, keyPrefix } from './gateway-key.ts';

/**
 * A new secret for a key. `text` is what its owner gets, once.
 * @param now Unix milliseconds
 * @param expiresAt Unix milliseconds; null: as long as the key
 */
export function newSecret(
  keyId: string,
  now: number,
  expiresAt: number | null = null,
): { readonly text: string; readonly row: KeySecretRow } {
  const text = generateKey();
  return { text, row: { hash: hashKey(text), keyId, prefix: keyPrefix(text), expiresAt, createdAt: now } };
}
