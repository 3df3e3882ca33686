import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACTOR, type LogHouse, openLogHouse } from '../../../test/admin/log-house.ts';
import { logEntry, NOON } from '../../../test/contract/log-entries.ts';

let house: LogHouse;
beforeEach(async () => {
  house = await openLogHouse();
});
afterEach(() => house.close());

const idsOf = (reply: { json(): { items: { id: string }[] } }) => reply.json().items.map(({ id }) => id);

describe('GET …/requests', () => {
  it('lists the newest first and goes on behind the cursor', async () => {
    await house.write(...[1, 2, 3].map((n) => logEntry({ id: `req_${n}`, createdAt: NOON + n })));
    const first = await house.get('requests?limit=2');
    expect(idsOf(first)).toEqual(['req_3', 'req_2']);
    const second = await house.get(`requests?limit=2&cursor=${first.json().next}`);
    expect([idsOf(second), second.json().next]).toEqual([['req_1'], null]);
  });

  it('reads every filter', async () => {
    await house.write(
      logEntry({ id: 'a', costNanoUsd: 2_000_000, imageCount: 0 }),
      logEntry({ id: 'b', costNanoUsd: 1_000_000, status: 502, errorCode: 'upstream_error' }),
    );
    expect(idsOf(await house.get('requests?minCostUsd=0.0015'))).toEqual(['a']);
    expect(idsOf(await house.get('requests?hasImages=true'))).toEqual(['b']);
    expect(idsOf(await house.get(`requests?outcome=failed&status=502&until=${NOON + 1}`))).toEqual(['b']);
    expect(idsOf(await house.get('requests?traceId=trace-1&model=gpt-image-2&channel=second'))).toEqual([
      'b',
      'a',
    ]);
  });

  it('tells an unknown cost from none', async () => {
    const unknown = { costNanoUsd: null, cost: { unknown: 'No price.' } };
    await house.write(
      logEntry({ id: 'a', ...unknown }),
      logEntry({ id: 'b', costNanoUsd: null, cost: null }, []),
    );
    const { items } = (await house.get('requests')).json();
    expect(items).toMatchObject([
      { id: 'b', costNanoUsd: null, costUnknown: false },
      { id: 'a', costNanoUsd: null, costUnknown: true },
    ]);
  });

  it('names the filter that is wrong, and belongs to the project', async () => {
    expect((await house.get('requests?status=9')).json().error.field).toBe('query.status');
    expect((await house.get('requests?cursor=nonsense')).json().error.field).toBe('query.cursor');
    expect((await house.get('/projects/other/requests')).statusCode).toBe(403);
  });
});

describe('GET …/requests/{id}', () => {
  it('has an upstream’s words for those who may read channels alone: they may name accounts and hosts', async () => {
    const failed = logEntry({}, [{ errorCode: 'upstream_auth', errorDetail: 'Verify organization org-1.' }]);
    const told = async (from: LogHouse) => {
      await from.write(failed);
      return (await from.get('requests/req_1')).json().executions[0].errorDetail;
    };
    expect(await told(house)).toBeNull();
    const operators = await openLogHouse({ ...ACTOR, system: new Set(['channels:read']) });
    expect(await told(operators)).toBe('Verify organization org-1.');
    await operators.close();
  });

  it('has the attempts with scores, timing, warnings and cost, and the pictures', async () => {
    const warning = { kind: 'adjusted', field: 'size', detail: 'Drawn larger.' } as const;
    await house.write(
      logEntry({}, [
        { channel: 'first', errorCode: 'rate_limited', upstreamStatus: 429 },
        { warnings: [warning] },
      ]),
    );
    const reply = await house.get('requests/req_1');
    expect(reply.json()).toMatchObject({
      id: 'req_1',
      pinned: false,
      executions: [
        { position: 0, channel: 'first', errorCode: 'rate_limited', upstreamStatus: 429 },
        {
          position: 1,
          channel: 'second',
          warnings: [warning],
          score: { parts: { weight: 0.5 } },
          durationMs: 1200,
        },
      ],
      images: [],
    });
  });

  it('does not know those of other projects', async () => {
    await house.write(logEntry({ project: 'other' }));
    expect((await house.get('requests/req_1')).statusCode).toBe(404);
  });
});

describe('traces', () => {
  it('are listed, opened as a timeline, pinned and let go', async () => {
    await house.write(
      logEntry({ id: 'a', threadId: 'talk' }),
      logEntry({ id: 'b', createdAt: NOON + 5, threadId: 'talk' }),
    );
    expect((await house.get('traces')).json().items).toMatchObject([
      { id: 'trace-1', requests: 2, pinned: false },
    ]);
    expect(idsOf(await house.get('traces/trace-1/requests'))).toEqual(['b', 'a']);
    expect((await house.get('threads')).json().items).toMatchObject([{ id: 'talk', traces: 1 }]);
    expect(idsOf(await house.get('traces?threadId=talk'))).toEqual(['trace-1']);
    expect((await house.send('PUT', 'traces/trace-1/pin')).statusCode).toBe(204);
    expect((await house.get('requests/a')).json().pinned).toBe(true);
    expect(idsOf(await house.get('traces?pinned=true'))).toEqual(['trace-1']);
    expect((await house.send('DELETE', 'traces/trace-1/pin')).statusCode).toBe(204);
    expect((await house.get('traces/trace-1')).json().pinned).toBe(false);
    expect((await house.send('PUT', 'traces/nobody/pin')).statusCode).toBe(404);
  });
});
