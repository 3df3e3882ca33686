import { describe, expect, it } from 'vitest';
import type { Tree } from '../../contract/tree.ts';
import { decodeError } from './errors.ts';

const fail = (code: number, metadata: Tree = null, message = 'Provider returned error') =>
  decodeError({ status: code, headers: {}, tree: { error: { code, message, metadata } } });

describe('an error of OpenRouter', () => {
  it.each<[number, Tree, string]>([
    [403, { reasons: ['violence'], provider_name: 'OpenAI' }, 'content_policy'],
    [403, null, 'upstream_auth'],
    [400, { error_type: 'content_policy_violation' }, 'content_policy'],
    [400, { error_type: 'refusal' }, 'content_policy'],
    [400, { block_reason: 'PROHIBITED_CONTENT' }, 'content_policy'],
    [400, { raw: '{"error":{"code":"moderation_blocked"}}' }, 'content_policy'],
    [400, { raw: { error: { code: 'moderation_blocked' } } }, 'content_policy'],
    [400, { error_type: 'image_too_large' }, 'too_large'],
    [400, null, 'invalid_request'],
    [402, null, 'quota_exceeded'],
    [429, null, 'rate_limited'],
    [502, { provider_name: 'Google', raw: 'oops' }, 'upstream_error'],
    [503, { error_type: 'provider_overloaded' }, 'upstream_unavailable'],
    [529, null, 'upstream_unavailable'],
  ])('%i with %j is %s', (code, metadata, expected) => {
    expect(fail(code, metadata).code).toBe(expected);
  });

  it('that names no valid model is an unknown model', () => {
    expect(fail(400, null, 'x is not a valid model ID').code).toBe('model_not_found');
    expect(fail(404, null, 'No endpoints found for x').code).toBe('model_not_found');
  });

  it('inside a 200 has the status it names', () => {
    const error = decodeError({ status: 200, headers: {}, tree: { error: { code: 529, message: 'busy' } } });
    expect(error).toMatchObject({ code: 'upstream_unavailable', facts: { upstreamStatus: 529 } });
  });
});
