import { expect, it } from 'vitest';
import { preferences } from './prefer.ts';

it.each([
  [undefined, false, undefined],
  ['wait', false, 60_000],
  ['wait=5', false, 5_000],
  ['Wait = "5"', false, 5_000],
  ['wait=99999', false, 600_000],
  ['respond-async, wait=10', true, 10_000],
  ['respond-async; foo="bar"', true, undefined],
  ['handling=lenient, return=minimal', false, undefined],
  [['respond-async', 'wait=1'], true, 1_000],
  ['waiting', false, undefined],
])('Prefer: %s', (prefer, respondAsync, waitMs) => {
  expect(preferences({ prefer })).toEqual({ respondAsync, waitMs });
});
