import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { admitBytes, createAdmission } from './admission.ts';

const request = (length?: number) =>
  ({ headers: length === undefined ? {} : { 'content-length': String(length) } }) as IncomingMessage;

describe('bytes in flight', () => {
  it('are told to come later over the mark, and fit again when others are done', () => {
    const admission = createAdmission(100);
    const first = admitBytes(admission, request(80));
    const second = admitBytes(admission, request(40));
    expect(() => first.check()).not.toThrow();
    expect(() => second.check()).toThrow(
      expect.objectContaining({
        code: 'overloaded',
        facts: expect.objectContaining({ retryAfterMs: 2_000 }),
      }),
    );
    first.release();
    second.release();
    expect(() => admitBytes(admission, request(40)).check()).not.toThrow();
  });

  it('of one request alone may be over the mark: its own limit decides', () => {
    expect(() => admitBytes(createAdmission(100), request(1_000)).check()).not.toThrow();
  });

  it('that nobody announced count as a megabyte', () => {
    const admission = createAdmission(1_000_000);
    admitBytes(admission, request());
    expect(admission.inFlight).toBe(1_048_576);
    admitBytes(admission, request(Number.NaN));
    expect(admission.inFlight).toBe(2 * 1_048_576);
  });
});
