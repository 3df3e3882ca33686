import { describe, expect, it } from 'vitest';
import { ERROR_STATUS, type ErrorCode, GatewayError } from '../../contract/error.ts';
import { encodeOpenAiError } from './error.ts';

describe('an error in OpenAI’s form', () => {
  it.each(Object.keys(ERROR_STATUS) as ErrorCode[])('%s has status, type and code', (code) => {
    const { status, tree } = encodeOpenAiError(new GatewayError(code, 'Told.', { field: 'size' }), 'req_1');
    expect(status).toBe(ERROR_STATUS[code]);
    expect(tree).toEqual({
      error: {
        message: 'Told.',
        type: expect.stringMatching(/./),
        param: 'size',
        code: expect.stringMatching(/./),
        request_id: 'req_1',
      },
    });
  });

  it('says when to come again, in seconds and milliseconds', () => {
    const { headers } = encodeOpenAiError(
      new GatewayError('rate_limited', 'Slow.', { retryAfterMs: 1_200 }),
      'r',
    );
    expect(headers).toEqual({ 'retry-after': '2', 'retry-after-ms': '1200' });
  });

  it('keeps what only the operator may see', () => {
    const error = new GatewayError(
      'upstream_error',
      'It broke.',
      { internal: 'secret host' },
      new Error('stack'),
    );
    expect(JSON.stringify(encodeOpenAiError(error, 'r'))).not.toMatch(/secret|stack/);
    const unforeseen = GatewayError.from(new TypeError('undefined is not a function'));
    expect(JSON.stringify(encodeOpenAiError(unforeseen, 'r'))).not.toContain('undefined is not');
  });
});
