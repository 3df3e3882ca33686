import { expect, it } from 'vitest';
import { defined } from './defined.ts';

it('leaves out what is undefined and keeps all else, in its order', () => {
  const members = { a: 0, b: undefined, c: null, d: '', e: false };
  expect(Object.entries(defined(members))).toEqual([
    ['a', 0],
    ['c', null],
    ['d', ''],
    ['e', false],
  ]);
});
