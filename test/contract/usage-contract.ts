import { expect, it } from 'vitest';
import type { LogEntry, Records, UsageQuery } from '../../src/storage/ports.ts';
import { latencyBin } from '../../src/telemetry/latency-bins.ts';
import { toBatch } from '../../src/telemetry/log-batch.ts';
import { everBy, logEntry, NOON } from './log-entries.ts';

interface Store {
  records: Records;
}

const HOUR = 3_600_000;
const EVER = { project: 'default', stretches: everBy(900_000), filter: {} };
const ALWAYS: UsageQuery = { ...EVER, by: [] };

/** What charts are drawn from. */
export function usageContract(at: Store): void {
  sums(at);
  slices(at);
  steps(at);
  distributions(at);
}

const writeTo = (at: Store) => (entries: readonly LogEntry[]) => at.records.requests.write(toBatch(entries));

function sums(at: Store): void {
  const write = writeTo(at);

  it('adds up what several batches used, tokens and costs where they arose', async () => {
    const failed = {
      channel: 'first',
      errorCode: 'rate_limited',
      usage: null,
      cost: null,
      costNanoUsd: null,
      pictures: [],
    };
    await write([logEntry({ id: 'a' }, [failed, {}])]);
    await write([
      logEntry({ id: 'b' }),
      logEntry({ id: 'c', errorCode: 'internal', imageCount: 0, channel: null }, []),
    ]);
    const [whole, ...others] = await at.records.usage.sums(ALWAYS);
    expect(others).toEqual([]);
    expect(whole).toMatchObject({
      ...{ bucket: 0, requests: 3, failedRequests: 1, executions: 3, failedExecutions: 1, images: 4 },
      ...{ inputTokens: 20, outputTokens: 40, cachedInputTokens: 6, reasoningTokens: 0 },
      ...{ costNanoUsd: 67_200_000, unknownCosts: 1, durationMs: 3 * 1234 },
    });
    const byChannel = await at.records.usage.sums({ ...ALWAYS, by: ['channel'] });
    expect(byChannel.map(({ channel, requests, executions }) => [channel, requests, executions])).toEqual([
      ['', 1, 0],
      ['first', 0, 1],
      ['second', 2, 2],
    ]);
  });
}

function slices(at: Store): void {
  const write = writeTo(at);

  it('slices by dimensions, filters and projects', async () => {
    await write([
      logEntry({ id: 'a', userId: 'user_1' }),
      logEntry({ id: 'b', model: 'other', keyId: 'key_2' }),
      logEntry({ id: 'c', project: 'theirs' }),
    ]);
    const { sums } = at.records.usage;
    const dimensions = await sums({ ...ALWAYS, by: ['model', 'keyId', 'userId'] });
    expect(dimensions.map(({ model, keyId, userId, requests }) => [model, keyId, userId, requests])).toEqual([
      ['gpt-image-2', 'key_1', 'user_1', 1],
      ['other', 'key_2', '', 1],
    ]);
    expect(await sums({ ...ALWAYS, filter: { model: 'other' } })).toMatchObject([{ requests: 1 }]);
    const { project: _, ...everywhere } = ALWAYS;
    const projects = await sums({ ...everywhere, by: ['project'] });
    expect(projects.map(({ project, requests }) => [project, requests])).toEqual([
      ['default', 2],
      ['theirs', 1],
    ]);
    expect(await sums({ ...ALWAYS, stretches: [{ step: 900_000, since: 0, until: NOON }] })).toEqual([]);
    expect(await sums({ ...ALWAYS, stretches: everBy(60_000) })).toMatchObject([{ requests: 2 }]);
  });

  it('has buckets of local time, daylight saving included', async () => {
    await write([0, 1, 2, 3].map((hour) => logEntry({ id: `r${hour}`, createdAt: NOON + hour * HOUR })));
    const offsets = [
      { from: 0, offsetMs: 2 * HOUR },
      { from: NOON + 2 * HOUR, offsetMs: HOUR },
    ];
    const rows = await at.records.usage.sums({ ...ALWAYS, buckets: { sizeMs: HOUR, offsets } });
    // The hour from 2 to 3 comes twice when clocks go back.
    expect(rows.map(({ bucket, requests }) => [(bucket - NOON) / HOUR, requests])).toEqual([
      [2, 1],
      [3, 2],
      [4, 1],
    ]);
  });
}

function steps(at: Store): void {
  const write = writeTo(at);

  it('has the same sums by every step, whatever they are sliced by, and adds up stretches', async () => {
    const DAY = 86_400_000;
    const started = [NOON - DAY, NOON, NOON + 50 * 60_000, NOON + HOUR];
    await write(
      started.map((createdAt, index) => logEntry({ id: `a${index}`, createdAt, userId: 'user_1' })),
    );
    await write(started.map((createdAt, index) => logEntry({ id: `b${index}`, createdAt, model: 'other' })));
    const { sums } = at.records.usage;
    const slices: UsageQuery['by'][] = [
      [],
      ['channel'],
      ['keyId'],
      ['model'],
      ['userId'],
      ['model', 'userId'],
    ];
    for (const by of slices) {
      const [quarters, ...longer] = await Promise.all(
        ([900_000, HOUR, DAY] as const).map((step) => sums({ ...ALWAYS, stretches: everBy(step), by })),
      );
      expect(quarters?.reduce((sum, { requests }) => sum + requests, 0)).toBe(8);
      for (const rows of longer) expect(rows).toEqual(quarters);
    }
    const stretches = [
      { step: DAY, since: NOON - 1.5 * DAY, until: NOON - 0.5 * DAY },
      { step: HOUR, since: NOON - 0.5 * DAY, until: NOON + HOUR },
      { step: 900_000, since: NOON + HOUR, until: NOON + DAY },
    ] as const;
    expect(await sums({ ...ALWAYS, stretches })).toEqual(await sums(ALWAYS));
    expect(await sums({ ...ALWAYS, stretches, by: ['model'], filter: { model: 'other' } })).toMatchObject([
      { model: 'other', requests: 4 },
    ]);
    expect(await sums({ ...ALWAYS, filter: { userId: 'user_1', model: 'other' } })).toEqual([]);
    const noon = { from: NOON % DAY, to: (NOON % DAY) + HOUR };
    const parts = [true, false].flatMap((inside) =>
      everBy(HOUR).map((stretch) => ({ ...stretch, timeOfDay: { ...noon, inside } })),
    );
    const counted = await Promise.all(parts.map((part) => sums({ ...ALWAYS, stretches: [part] })));
    expect(counted.map((rows) => rows[0]?.requests)).toEqual([6, 2]);
    expect(await sums({ ...ALWAYS, stretches: parts })).toEqual(await sums(ALWAYS));
  });
}

function distributions(at: Store): void {
  const write = writeTo(at);

  it('counts how long requests took, those that failed aside', async () => {
    await write([
      logEntry({ id: 'a', durationMs: 100, firstMs: null }),
      logEntry({ id: 'b', durationMs: 100, firstMs: 50 }),
      logEntry({ id: 'c', durationMs: 9, errorCode: 'internal' }),
    ]);
    const rows = await at.records.usage.latencies({ ...EVER, by: 'channel' });
    expect(rows).toEqual([
      { bucket: 0, name: 'second', kind: 'first', bin: latencyBin(50), requests: 1 },
      { bucket: 0, name: 'second', kind: 'whole', bin: latencyBin(100), requests: 2 },
    ]);
    expect(await at.records.usage.latencies({ ...EVER, filter: { model: 'none' } })).toEqual([]);
    const byDay = { ...EVER, stretches: everBy(86_400_000), by: 'channel' } as const;
    expect(await at.records.usage.latencies(byDay)).toEqual(rows);
    await write([logEntry({ id: 'd', durationMs: 100, firstMs: null, createdAt: NOON + HOUR })]);
    const buckets = { sizeMs: HOUR, offsets: [{ from: 0, offsetMs: HOUR }] };
    for (const step of [900_000, HOUR] as const) {
      const overTime = await at.records.usage.latencies({ ...EVER, stretches: everBy(step), buckets });
      expect(overTime).toEqual([
        { ...rows[0], name: '', bucket: NOON + HOUR },
        { ...rows[1], name: '', bucket: NOON + HOUR },
        { ...rows[1], name: '', bucket: NOON + 2 * HOUR, requests: 1 },
      ]);
    }
  });

  it('counts pictures by size and quality', async () => {
    const pictures = [{ size: '512x512', quality: '', count: 1 }];
    await write([logEntry({ id: 'a' }), logEntry({ id: 'b' }, [{ pictures }, {}])]);
    expect(await at.records.usage.pictures(ALWAYS)).toEqual([
      { size: '1024x1024', quality: 'high', pictures: 4 },
      { size: '512x512', quality: '', pictures: 1 },
    ]);
    const days = { ...ALWAYS, stretches: everBy(86_400_000) };
    expect(await at.records.usage.pictures(days)).toEqual(await at.records.usage.pictures(ALWAYS));
  });
}
