import { describe, expect, it } from 'vitest';
import { decodeError } from './errors.ts';

const reply = (status: number, code: string, headers = {}) => ({
  status,
  headers,
  tree: { error: { code, message: `words about ${code}. Request id: 02`, param: '', type: 'BadRequest' } },
});

describe('an error of Ark', () => {
  it.each([
    [400, 'InputTextSensitiveContentDetected.PolicyViolation', 'content_policy', undefined],
    [400, 'InputImageSensitiveContentDetected.PrivacyInformation', 'content_policy', undefined],
    [400, 'MissingParameter', 'invalid_request', undefined],
    [401, 'AuthenticationError', 'upstream_auth', 'next-target'],
    [403, 'AccountOverdueError', 'quota_exceeded', 'next-target'],
    [403, 'OperationDenied.ServiceNotOpen', 'upstream_auth', 'next-target'],
    [404, 'ModelNotOpen', 'model_not_found', 'next-target'],
    [429, 'QuotaExceeded', 'quota_exceeded', 'next-target'],
    [429, 'ModelAccountIpmRateLimitExceeded', 'rate_limited', 'same-target'],
    [429, 'RateLimitExceeded.EndpointRPMExceeded', 'rate_limited', 'same-target'],
    [429, 'ServerOverloaded', 'upstream_unavailable', 'same-target'],
    [500, 'InternalServiceError', 'upstream_error', 'same-target'],
    [422, 'Unheard', 'invalid_request', undefined],
  ])('%i %s is %s, retry %s', (status, upstream, code, retry) => {
    const error = decodeError(reply(status, upstream));
    expect(error.code).toBe(code);
    expect(error.facts).toMatchObject({ upstreamStatus: status, upstreamCode: upstream });
    expect(error.facts.retry).toBe(retry);
  });

  it('says in the provider’s words what is wrong with the request', () => {
    expect(decodeError(reply(400, 'InvalidParameter')).message).toContain('words about InvalidParameter');
  });

  it('keeps words about the operator’s account to the log', () => {
    const error = decodeError(reply(403, 'AccountOverdueError'));
    expect(error.message).not.toContain('words');
    expect(error.facts.internal).toContain('words about AccountOverdueError');
  });

  it('tells how long to wait', () => {
    const limited = reply(429, 'RequestBurstTooFast', { 'retry-after': '3' });
    expect(decodeError(limited).facts.retryAfterMs).toBe(3000);
  });
});
