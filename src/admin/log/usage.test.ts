import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogHouse, openLogHouse } from '../../../test/admin/log-house.ts';
import { logEntry, NOON } from '../../../test/contract/log-entries.ts';

let house: LogHouse;
beforeEach(async () => {
  house = await openLogHouse();
  await house.records.projects.update('default', { timeZone: 'Europe/Berlin' });
});
afterEach(() => house.close());

const HOUR = 3_600_000;
const range = `since=${NOON - HOUR}&until=${NOON + 3 * HOUR}`;
const unknown = { costNanoUsd: null, cost: { unknown: 'No price.' } };

describe('GET …/usage', () => {
  it("has hours of the project's time zone, those without any use too, and counts unknown costs apart", async () => {
    await house.write(
      logEntry({ id: 'a' }),
      logEntry({ id: 'b', createdAt: NOON + 2 * HOUR, ...unknown }, [unknown]),
    );
    const report = (await house.get(`usage?${range}&bucket=hour`)).json();
    expect(report.timeZone).toBe('Europe/Berlin');
    // NOON is 12:00 UTC in November.
    expect(report.buckets.map(({ label }: { label: string }) => label.slice(11))).toEqual([
      '12:00',
      '13:00',
      '14:00',
      '15:00',
    ]);
    expect(report.rows).toMatchObject([
      { label: report.buckets[1].label, requests: 1, costNanoUsd: 33_600_000, unknownCosts: 0 },
      { label: report.buckets[3].label, requests: 1, costNanoUsd: 0, unknownCosts: 1 },
    ]);
    expect(report.totals).toMatchObject({ requests: 2, costNanoUsd: 33_600_000, unknownCosts: 1 });
    expect(report.pictures).toEqual([{ size: '1024x1024', quality: 'high', pictures: 4 }]);
  });

  it('is sliced by several dimensions at once, and by months', async () => {
    await house.write(logEntry({ id: 'a' }), logEntry({ id: 'b', model: 'other', keyId: 'key_2' }));
    const byBoth = (await house.get(`usage?${range}&by=model,keyId`)).json();
    expect(byBoth.rows).toMatchObject([
      { model: 'gpt-image-2', keyId: 'key_1', requests: 1 },
      { model: 'other', keyId: 'key_2', requests: 1 },
    ]);
    const filtered = (await house.get(`usage?${range}&model=other&bucket=month`)).json();
    expect(filtered.rows).toMatchObject([{ label: new Date(NOON).toISOString().slice(0, 7), requests: 1 }]);
  });

  it('counts pictures of a key, a model, both, and leaves them out where a user is asked for', async () => {
    await house.write(logEntry({ id: 'a' }), logEntry({ id: 'b', keyId: 'key_2', userId: 'user_1' }));
    const days = `since=${NOON - 60 * HOUR}&until=${NOON + 60 * HOUR}`;
    const drawn = async (filter: string) => (await house.get(`usage?${days}&${filter}`)).json().pictures;
    const one = [{ size: '1024x1024', quality: 'high', pictures: 2 }];
    expect(await drawn('by=model')).toMatchObject([{ pictures: 4 }]);
    expect(await drawn('keyId=key_1')).toEqual(one);
    expect(await drawn('model=gpt-image-2&keyId=key_1')).toEqual(one);
    expect(await drawn('model=other')).toEqual([]);
    expect(await drawn('userId=user_1')).toEqual([]);
  });

  it('is CSV on request, with dollars', async () => {
    await house.write(logEntry({ id: 'a', model: '=model' }));
    const { headers, body } = await house.get(`usage/csv?${range}&by=model`);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, line] = body.split('\r\n');
    expect(head).toMatch(/^model,requests,.*,costUsd$/);
    expect(line).toMatch(/^'=model,1,.*,0\.0336$/);
  });

  it('of all projects is for those who may see all of them', async () => {
    expect((await house.get(`/usage?${range}`)).statusCode).toBe(403);
  });

  it('names what is wrong with the question', async () => {
    const field = async (query: string) => (await house.get(`usage?${query}`)).json().error.field;
    expect(await field(`since=5&until=5`)).toBe('query.until');
    expect(await field(`${range}&by=colour`)).toBe('query.by');
    expect(await field(`${range}&timeZone=Moon`)).toBe('query.timeZone');
    expect(await field(`since=0&until=${NOON}&bucket=hour`)).toBe('query.bucket');
    expect(await field(`since=${NOON - 72 * HOUR}&until=${NOON}&bucket=minute`)).toBe('query.bucket');
  });
});

describe('GET …/dashboard', () => {
  it('tells what happened: sums, trend, latencies, channels with health, models, keys, failures', async () => {
    const failed = { channel: 'first', errorCode: 'rate_limited', usage: null, pictures: [], costNanoUsd: 0 };
    await house.write(
      logEntry({ id: 'a', durationMs: 1000 }, [failed, {}]),
      logEntry({ id: 'b', durationMs: 1000, keyId: 'key_2', createdAt: NOON + 60_000 }),
      logEntry({ id: 'c', errorCode: 'upstream_error', status: 502, channel: 'first', imageCount: 0 }, [
        failed,
      ]),
      logEntry({ id: 'before', createdAt: NOON - 2 * HOUR }),
    );
    const page = (await house.get(`dashboard?since=${NOON - HOUR}&until=${NOON + HOUR}`)).json();
    expect(page.totals).toMatchObject({ requests: 3, failedRequests: 1, images: 4, costNanoUsd: 67_200_000 });
    expect(page.before).toMatchObject({ requests: 1 });
    expect(page.bucket).toBe('minute');
    expect(page.buckets).toHaveLength(120);
    expect(Math.abs(page.latency.whole.p95 / 1000 - 1)).toBeLessThan(0.1);
    // Of the quarter of an hour that a minute lies in.
    const p50s = page.buckets.map(({ latency }: { latency: { p50: number | null } }) => latency.p50);
    expect(p50s.map((p50: number | null) => p50 !== null)).toEqual(
      page.buckets.map((_: unknown, minute: number) => minute >= 60 && minute < 75),
    );
    const [first, second] = page.channels;
    expect([second.name, second.executions, second.failedExecutions]).toEqual(['second', 2, 0]);
    expect([first.name, first.executions, first.failedExecutions, first.latency.p50]).toEqual([
      'first',
      2,
      2,
      null,
    ]);
    expect(first.bars.filter(({ failed: count }: { failed: number }) => count > 0)).toEqual([
      { executions: 2, failed: 2 },
    ]);
    expect(
      page.keys.map(({ name, requests }: { name: string; requests: number }) => [name, requests]),
    ).toEqual([
      ['key_1', 2],
      ['key_2', 1],
    ]);
    expect(page.failures).toMatchObject([{ id: 'c', errorCode: 'upstream_error' }]);
  });
});
