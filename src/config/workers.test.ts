import { expect, it } from 'vitest';
import { givenWorkers } from './workers.ts';

it.each([
  [undefined, 1],
  ['', 1],
  ['1', 1],
  ['3', 3],
  ['auto', 8],
])('AXONHUB_WORKERS=%s on eight cores are %d', (text, count) => {
  expect(givenWorkers({ AXONHUB_WORKERS: text }, 8)).toBe(count);
});

it.each(['0', '-1', '1.5', 'two', '257', '9999'])('refuses AXONHUB_WORKERS=%s by its name', (text) => {
  expect(() => givenWorkers({ AXONHUB_WORKERS: text }, 8)).toThrow(
    'AXONHUB_WORKERS: must be auto or a number from 1 to 256',
  );
});
