import { describe, expect, it } from 'vitest';
import { generateKey, hashKey, keyPrefix, presentedKey } from './gateway-key.ts';

describe('a gateway key', () => {
  it('is ah- and 43 letters and digits, never the same', () => {
    const keys = Array.from({ length: 200 }, generateKey);
    for (const key of keys) expect(key).toMatch(/^ah-[0-9A-Za-z]{43}$/);
    expect(new Set(keys).size).toBe(200);
  });

  it('is stored as a hash and recognised by a beginning that is no use', () => {
    expect(hashKey('ah-abc')).toMatch(/^[0-9a-f]{64}$/);
    expect(keyPrefix('ah-0123456789')).toBe('ah-0123');
  });
});

describe('the key of a request', () => {
  it.each([
    ['Authorization', { authorization: 'Bearer ah-1' }, '/', 'ah-1'],
    ['Authorization in any case', { authorization: 'bearer ah-1 ' }, '/', 'ah-1'],
    ['x-api-key', { 'x-api-key': 'ah-2' }, '/', 'ah-2'],
    ['x-goog-api-key', { 'x-goog-api-key': 'ah-3' }, '/', 'ah-3'],
    ['a repeated header', { 'x-api-key': ['ah-4', 'ah-5'] }, '/', 'ah-4'],
    ['the query', {}, '/v1beta/models?key=ah-6&alt=sse', 'ah-6'],
    ['Authorization before the query', { authorization: 'Bearer ah-1' }, '/?key=ah-6', 'ah-1'],
    ['the query where the header is no bearer', { authorization: 'Basic abc' }, '/?key=ah-6', 'ah-6'],
    ['nowhere', { authorization: 'Bearer ' }, '/v1/models', undefined],
  ])('stands in %s', (_where, headers, url, key) => {
    expect(presentedKey(headers, url)).toBe(key);
  });
});
