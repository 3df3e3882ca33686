import { describe, expect, it } from 'vitest';
import { ERROR_STATUS, type ErrorCode, GatewayError } from '../../contract/error.ts';
import { encodeError } from './error.ts';

describe("errors in Google's shape", () => {
  it('have the status as code and one of its canonical words', () => {
    for (const code of Object.keys(ERROR_STATUS) as ErrorCode[]) {
      const { status, tree } = encodeError(new GatewayError(code, 'Why.'), 'req_1');
      expect(status).toBe(ERROR_STATUS[code]);
      expect(tree).toMatchObject({
        error: { code: status, message: 'Why.', status: expect.stringMatching(/^[A-Z_]+$/) },
      });
    }
  });

  it('name the field, the reason and the time to wait', () => {
    const limited = new GatewayError('rate_limited', 'Slower.', { field: 'model', retryAfterMs: 1500 });
    const { headers, tree } = encodeError(limited, 'req_1');
    expect(headers).toEqual({ 'retry-after': '2' });
    expect(tree).toMatchObject({
      error: {
        details: [
          { reason: 'RATE_LIMITED', metadata: { request_id: 'req_1' } },
          { fieldViolations: [{ field: 'model', description: 'Slower.' }] },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.5s' },
        ],
      },
    });
  });
});
