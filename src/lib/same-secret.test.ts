import { expect, it } from 'vitest';
import { isSameSecret } from './same-secret.ts';

const bytes = (text: string) => Buffer.from(text);

it('knows the same bytes, and no others', () => {
  expect(isSameSecret(bytes('a secret'), bytes('a secret'))).toBe(true);
  expect(isSameSecret(bytes(''), bytes(''))).toBe(true);
  for (const other of ['A secret', 'a secreT', 'a secret ', 'a secre', ''])
    expect(isSameSecret(bytes(other), bytes('a secret'))).toBe(false);
});
