import { expect, it } from 'vitest';
import { latencyBin, percentile } from './latency-bins.ts';

const binned = (durations: readonly number[]) =>
  durations.map((ms) => ({ bin: latencyBin(ms), requests: 1 }));

it.each([0.5, 0.9, 0.95, 0.99])('tells percentile %s within a tenth', (share) => {
  const durations = Array.from({ length: 5_000 }, (_, index) => 20 * 1.0015 ** index);
  const exact = durations[Math.ceil(share * durations.length) - 1] ?? 0;
  expect(Math.abs((percentile(binned(durations), share) ?? 0) / exact - 1)).toBeLessThan(0.1);
});

it('has a bin for what took no time', () => {
  expect(percentile(binned([0, 0, 0]), 0.5)).toBe(1);
});

it('knows nothing of no requests', () => {
  expect(percentile([], 0.5)).toBeNull();
});
