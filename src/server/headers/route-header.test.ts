import { describe, expect, it } from 'vitest';
import { routeHeader } from './route-header.ts';

const score = { total: 0.7004, health: 'closed', parts: { errors: 0, weight: 0.70041 } } as const;
const spent = { startedAt: 0, cost: { unknown: 'No price.' }, pictures: [], warnings: [], passedOver: [] };

describe('the header AH-Route', () => {
  it('tells every attempt in order, the one that is going on last', () => {
    const failed = { channel: 'a', model: 'm', score, ms: 12.4, ...spent, error: 'rate_limited' };
    const header = routeHeader({
      attempts: [{ ...failed, upstreamStatus: 429 }],
      trying: {
        ...{ channel: 'b', model: 'm', score },
        passedOver: [{ channel: 'full', reason: 'At its limit: 2 calls at once' }],
      },
    });
    const about = ';model="m";health=closed;score=0.7;errors=0.0;weight=0.7';
    expect(header).toBe(
      `"a"${about};outcome=rate_limited;status=429;ms=12, "full";outcome=passed-over;reason="At its limit: 2 calls at once", "b"${about};outcome=answering`,
    );
  });

  it('is a valid structured field whatever a channel is called', () => {
    const attempt = { channel: 'Zürich "1"', model: 'm', score, ms: 1, ...spent };
    expect(routeHeader({ attempts: [attempt], trying: undefined })).toMatch(/^"Z\?rich \\"1\\"";/);
  });

  it('is absent where nothing was tried', () => {
    expect(routeHeader({ attempts: [], trying: undefined })).toBeUndefined();
  });
});
