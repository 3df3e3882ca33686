import { expect, it } from 'vitest';
import { slope } from './trend.ts';

it('finds how fast something grows under noise, and that what only swings does not grow', () => {
  const points = (value: (at: number) => number) =>
    Array.from({ length: 100 }, (_, at) => ({ at, value: value(at) }));
  expect(slope(points((at) => 5 + 2 * at))).toBeCloseTo(2);
  expect(slope(points((at) => 2 * at + (at % 2 ? 30 : -30)))).toBeCloseTo(2, 1);
  expect(Math.abs(slope(points((at) => Math.sin(at) * 10)))).toBeLessThan(0.05);
  expect(slope([{ at: 1, value: 7 }])).toBe(0);
  expect(slope([])).toBe(0);
});
