import { hash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 43;

/** A new gateway key: `ah-` and 43 letters and digits (over 250 bits). */
export function generateKey(): string {
  let key = 'ah-';
  while (key.length < LENGTH + 3) {
    for (const byte of randomBytes(64)) {
      // 248 = 4 × 62: bytes above would make some letters more likely.
      if (byte < 248 && key.length < LENGTH + 3) key += ALPHABET[byte % 62];
    }
  }
  return key;
}

/** Keys carry enough randomness that a plain hash cannot be reversed, and look-ups need no scan. */
export const hashKey = (key: string): string => hash('sha256', key, 'hex');

/** Enough to recognise a key by, too little to use it. */
export const keyPrefix = (key: string): string => key.slice(0, 7);

type Headers = { readonly [name: string]: string | string[] | undefined };

/**
 * The key a request carries: `Authorization: Bearer`, `x-api-key`, `x-goog-api-key` or `?key=`.
 * @param url the request's path with its query
 */
export function presentedKey(headers: Headers, url: string): string | undefined {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(one(headers.authorization) ?? '')?.[1];
  const named = bearer ?? one(headers['x-api-key']) ?? one(headers['x-goog-api-key']);
  if (named !== undefined && named !== '') return named;
  const query = url.indexOf('?');
  return query < 0 ? undefined : (new URLSearchParams(url.slice(query)).get('key') ?? undefined);
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;
