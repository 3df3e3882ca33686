import { describe, expect, it } from 'vitest';
import type { ErrorCode, ErrorFacts } from '../../contract/error.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { decodeOpenAiError } from './errors.ts';
import { readRetryAfter } from './retry-after.ts';

const decode = (status: number, error: TreeObject, headers = {}) =>
  decodeOpenAiError({ status, headers, tree: { error } });

const TABLE: readonly [number, TreeObject, ErrorCode, ErrorFacts['retry']][] = [
  [400, { code: 'moderation_blocked' }, 'content_policy', undefined],
  [400, { code: 'content_policy_violation' }, 'content_policy', undefined],
  [400, { code: 'invalid_value', param: 'size' }, 'invalid_request', undefined],
  [401, { code: 'invalid_api_key' }, 'upstream_auth', 'next-target'],
  [402, {}, 'quota_exceeded', 'next-target'],
  [404, { code: 'model_not_found' }, 'model_not_found', 'next-target'],
  [404, { message: 'Not Found' }, 'upstream_error', 'same-target'],
  [429, { code: 'rate_limit_exceeded' }, 'rate_limited', 'same-target'],
  [429, { code: 'insufficient_quota' }, 'quota_exceeded', 'next-target'],
  [429, { code: 'billing_hard_limit_reached' }, 'quota_exceeded', 'next-target'],
  [500, { type: 'server_error' }, 'upstream_error', 'same-target'],
  [503, {}, 'upstream_unavailable', 'same-target'],
  [504, {}, 'upstream_timeout', 'next-target'],
  [200, { code: 'rate_limit_exceeded' }, 'rate_limited', 'same-target'],
  [200, { code: 403, message: 'No' }, 'upstream_auth', 'next-target'],
];

describe('an upstream failure in the shape of OpenAI', () => {
  it.each(TABLE)('%i %j is %s', (status, error, code, retry) => {
    const decoded = decode(status, error);
    expect([decoded.code, decoded.facts.retry]).toEqual([code, retry]);
  });

  it('names the field, and the categories of a refusal that its message does not name', () => {
    expect(decode(400, { param: 'size', message: 'Too small' }).facts.field).toBe('size');
    const moderation_details = { categories: ['violence', 'gore'] };
    const refused = decode(400, {
      code: 'moderation_blocked',
      message: 'Rejected. safety_violations=[violence]',
      moderation_details,
    });
    expect(refused.message).toBe('Rejected. safety_violations=[violence] (categories: gore)');
  });

  it('keeps keys, accounts and links from the client, and the whole message for the operator', () => {
    const message = 'Value of sk-abcdef is bad in org-12345, see https://relay.internal/docs';
    const { message: told, facts } = decode(400, { message });
    expect(told).toBe('Value of [redacted] is bad in [redacted], see [link]');
    expect(facts.internal).toBe(message);
    expect(decode(500, { message }).message).toBe('The upstream failed to answer.');
  });

  it('survives bodies of any kind', () => {
    for (const tree of [null, 'x', 3, [], { error: 'Bad' }, { message: 'Bad', code: 1 }]) {
      expect(decodeOpenAiError({ status: 400, headers: {}, tree, text: '<html>' }).code).toBe(
        'invalid_request',
      );
    }
  });

  it('says whether work may have been done although no answer came', () => {
    expect(decode(504, {}).facts.outcomeUnknown).toBe(true);
    expect(decode(500, {}).facts.outcomeUnknown).toBeUndefined();
  });

  it('lets an upstream decide first', () => {
    const tree = { error: { message: 'SensitiveContentDetected' } };
    const decoded = decodeOpenAiError({ status: 400, headers: {}, tree }, () => 'content_policy');
    expect(decoded.code).toBe('content_policy');
  });
});

describe('the time to wait', () => {
  it('comes from retry-after-ms first, then from seconds or a date', () => {
    const now = Date.parse('2026-11-23T10:00:00Z');
    expect(readRetryAfter({ 'retry-after-ms': '1500', 'retry-after': '9' })).toBe(1500);
    expect(readRetryAfter({ 'retry-after': '2' })).toBe(2000);
    expect(readRetryAfter({ 'retry-after': 'Mon, 23 Nov 2026 10:00:05 GMT' }, now)).toBe(5000);
  });

  it('is unknown where the header is missing or nonsense, and never endless', () => {
    expect(readRetryAfter({})).toBeUndefined();
    expect(readRetryAfter({ 'retry-after': 'soon' })).toBeUndefined();
    expect(readRetryAfter({ 'retry-after': '999999' })).toBe(600_000);
  });
});
