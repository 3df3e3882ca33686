import { describe, expect, it } from 'vitest';
import type { Tree } from '../../contract/tree.ts';
import { decodeError } from './errors.ts';

const failing = (status: number, error: { [key: string]: Tree }) =>
  decodeError({ status, headers: {}, tree: { error: { code: status, ...error } } });

const exhausted = (message: string, violation: { [key: string]: Tree } = {}) =>
  failing(429, {
    status: 'RESOURCE_EXHAUSTED',
    message,
    details: [
      { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [violation] },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' },
    ],
  });

describe('Gemini failures', () => {
  it('reads the time to wait from the body', () => {
    const limited = exhausted('Quota exceeded', { quotaId: 'GenerateRequestsPerMinutePerProjectPerModel' });
    expect(limited).toMatchObject({ code: 'rate_limited', facts: { retryAfterMs: 34_400 } });
  });

  it('does not wait for a quota that is counted per day', () => {
    const spent = exhausted('Quota exceeded', {
      quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier',
    });
    expect(spent).toMatchObject({ code: 'quota_exceeded', facts: { retry: 'next-target' } });
    expect(spent.facts.retryAfterMs).toBeUndefined();
  });

  it('does not wait for a quota of zero', () => {
    expect(exhausted('Quota exceeded for metric: images, limit: 0, model: x').code).toBe('quota_exceeded');
    expect(exhausted('Quota exceeded', { quotaValue: '0' }).code).toBe('quota_exceeded');
    expect(exhausted('Quota exceeded for metric: images, limit: 05').code).toBe('rate_limited');
  });

  it.each([
    [400, 'INVALID_ARGUMENT', 'invalid_request', undefined],
    [400, 'FAILED_PRECONDITION', 'upstream_error', 'next-target'],
    [403, 'PERMISSION_DENIED', 'upstream_auth', 'next-target'],
    [404, 'NOT_FOUND', 'model_not_found', 'next-target'],
    [500, 'INTERNAL', 'upstream_error', 'same-target'],
    [503, 'UNAVAILABLE', 'upstream_unavailable', 'same-target'],
    [504, 'DEADLINE_EXCEEDED', 'upstream_timeout', 'next-target'],
  ])('takes %i %s for %s', (status, word, code, retry) => {
    const error = failing(status, { status: word, message: 'why' });
    expect(error.code).toBe(code);
    expect(error.facts.retry).toBe(retry);
    expect(error.facts).toMatchObject({ upstreamStatus: status, upstreamCode: word, internal: 'why' });
  });

  it('finds the failure inside an array, as streams without SSE have it', () => {
    const tree = [{ error: { code: 503, status: 'UNAVAILABLE', message: 'overloaded' } }];
    expect(decodeError({ status: 503, headers: {}, tree }).code).toBe('upstream_unavailable');
  });
});
