import { beforeAll, describe, expect, it } from 'vitest';
import { isReachable } from '../contract/services.ts';
import { type Measured, measureTwoNodes, TOKENS_PER_CALL } from './two-nodes.ts';

const reachable = [await isReachable('PostgreSQL', 5432), await isReachable('Redis', 6379)].every(Boolean);

/** `node scripts/two-nodes.ts` asks for 10,000. */
const LOAD = { requests: 1_000, inAMinute: 300, limit: 100 };
const LONGEST_MS = 240_000;

describe.skipIf(!reachable)('two gateways as processes on one PostgreSQL and Redis', () => {
  let measured: Measured;
  beforeAll(async () => {
    measured = await measureTwoNodes(LOAD);
  }, LONGEST_MS);

  it('hold one limit of a channel and one of a key exactly, together', () => {
    const { throughChannel, throughKey } = measured;
    expect([throughChannel, throughKey]).toEqual([LOAD.limit, LOAD.limit]);
  });

  it('refuse a revoked key within a second, both', () => {
    expect(measured.revokedMs).toBeLessThan(1_000);
  });

  it('write one row for each request and each call, and sums that agree', () => {
    const { requests, lost, unasked, duplicates, calls, executions, summedExecutions, summedTokens } =
      measured;
    expect(requests).toBeGreaterThanOrEqual(LOAD.requests);
    expect({ lost, unasked, duplicates }).toEqual({ lost: 0, unasked: 0, duplicates: 0 });
    expect([executions, summedExecutions]).toEqual([calls, calls]);
    expect(summedTokens).toBe(calls * TOKENS_PER_CALL);
  });
});
