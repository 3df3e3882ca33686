import { expect, it } from 'vitest';
import { agesOf, deleteAll } from './retention.ts';

const DAY = 86_400_000;
const NOW = 1_795_003_200_000;
const days = { keepDays: 90, keepBodyDays: 7, keepImageDays: 30 };
const project = (id: string, own: object) => ({
  id,
  keepDays: null,
  keepBodyDays: null,
  keepImageDays: null,
  ...own,
});

it('lets projects have days of their own', () => {
  const projects = [project('a', { keepDays: 5 }), project('b', {}), project('c', { keepImageDays: 3_000 })];
  const asked = { projects, days, now: NOW };
  expect(agesOf('keepDays', asked)).toEqual([
    { except: ['a'], before: NOW - 90 * DAY },
    { project: 'a', before: NOW - 5 * DAY },
  ]);
  expect(agesOf('keepImageDays', asked)).toEqual([
    { except: ['c'], before: NOW - 30 * DAY },
    { project: 'c', before: NOW - 3_000 * DAY },
  ]);
});

it('keeps no body for longer than its request', () => {
  const projects = [project('a', { keepDays: 5 }), project('b', { keepBodyDays: 500 })];
  expect(agesOf('keepBodyDays', { projects, days, now: NOW })).toEqual([
    { except: ['a', 'b'], before: NOW - 7 * DAY },
    { project: 'a', before: NOW - 5 * DAY },
    { project: 'b', before: NOW - 90 * DAY },
  ]);
});

it('deletes in batches until one is not full', async () => {
  const asked: number[] = [];
  let left = 450;
  await deleteAll(async (limit) => {
    asked.push(limit);
    const deleted = Math.min(left, limit);
    left -= deleted;
    return deleted;
  });
  expect([left, asked]).toEqual([0, [200, 200, 200]]);
});
