import { expect, it } from 'vitest';
import { closest } from './closest.ts';

const KEYS = ['name', 'type', 'base_url', 'api_key', 'timeout_ms'];

it.each([
  ['baseUrl', 'base_url'],
  ['api-key', 'api_key'],
  ['timeuot_ms', 'timeout_ms'],
  ['timeout', 'timeout_ms'],
  ['nam', 'name'],
])('takes %s for %s', (word, expected) => {
  expect(closest(word, KEYS)).toBe(expected);
});

it('suggests nothing for a word that resembles no candidate', () => {
  expect(closest('colour', KEYS)).toBeUndefined();
});
