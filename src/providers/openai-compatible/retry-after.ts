import type { Reply } from '../../contract/provider.ts';

const MOST = 10 * 60_000;

/** Milliseconds to wait, from `retry-after-ms` or `retry-after` (seconds or a date); undefined when neither is usable. */
export function readRetryAfter(headers: Reply['headers'], now = Date.now()): number | undefined {
  const exact = positive(Number(first(headers['retry-after-ms']) || Number.NaN));
  if (exact !== undefined) return exact;
  const value = first(headers['retry-after']);
  if (!value) return undefined;
  return positive(Number(value) * 1000) ?? positive(Date.parse(value) - now);
}

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

const positive = (ms: number): number | undefined =>
  Number.isFinite(ms) && ms >= 0 ? Math.min(Math.round(ms), MOST) : undefined;
