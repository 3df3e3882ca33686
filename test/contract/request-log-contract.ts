import { expect, it } from 'vitest';
import type { LogEntry, Records, RequestFilter } from '../../src/storage/ports.ts';
import { toBatch } from '../../src/telemetry/log-batch.ts';
import { everBy, logEntry, NOON } from './log-entries.ts';

interface Store {
  records: Records;
}

/** Requests, their executions and traces. */
export function requestLogContract(at: Store): void {
  requests(at);
  retention(at);
  lists(at);
  filters(at);
  searches(at);
  traces(at);
}

const write = ({ records }: Store, entries: readonly LogEntry[]) => records.requests.write(toBatch(entries));

function requests(at: Store): void {
  it('finds a request and its executions by its id within its project only', async () => {
    const failed = logEntry(
      {
        id: 'req_2',
        stream: false,
        errorCode: 'no_image',
        usage: null,
        costNanoUsd: null,
        cost: null,
        threadId: 'talk',
      },
      [
        {
          errorCode: 'rate_limited',
          upstreamStatus: 429,
          errorDetail: 'Too many requests for org-1',
          channel: 'first',
          usage: null,
          cost: { unknown: 'No.' },
        },
        {},
      ],
    );
    const fine = logEntry();
    await write(at, [fine, failed]);
    const { find, executions } = at.records.requests;
    expect(await find('default', 'req_1')).toStrictEqual(fine.request);
    expect(await find('default', 'req_2')).toStrictEqual(failed.request);
    expect(await find('other', 'req_1')).toBeUndefined();
    expect(await executions('default', 'req_2')).toStrictEqual(failed.executions);
    expect(await executions('other', 'req_2')).toEqual([]);
  });

  it('takes batches of any size, several at once', async () => {
    const batch = (name: string, size: number) =>
      Array.from({ length: size }, (_, index) => logEntry({ id: `${name}_${index}` }, [{}, {}]));
    await Promise.all([write(at, []), write(at, batch('a', 1)), write(at, batch('b', 1050))]);
    const { find, executions } = at.records.requests;
    expect((await find('default', 'b_1049'))?.id).toBe('b_1049');
    expect((await find('default', 'a_0'))?.id).toBe('a_0');
    expect(await executions('default', 'b_777')).toHaveLength(2);
  });

  it('takes a batch whole or not at all, its sums included', async () => {
    await write(at, [logEntry({ id: 'req_1' })]);
    const batch = Array.from({ length: 150 }, (_, index) => logEntry({ id: `new_${index}` }));
    await expect(write(at, [...batch, logEntry({ id: 'req_1' })])).rejects.toThrow();
    expect(await at.records.requests.find('default', 'new_0')).toBeUndefined();
    await write(at, batch);
    const all = { stretches: everBy(900_000), filter: {}, by: [] };
    expect((await at.records.usage.sums(all))[0]?.requests).toBe(151);
  });
}

function retention(at: Store): void {
  it('deletes the oldest requests batch by batch, those of pinned traces aside; sums stay', async () => {
    const old = (id: string, traceId: string) => logEntry({ id, traceId, createdAt: NOON - 10 });
    await write(at, [
      old('a', 'a'),
      old('b', 'task'),
      old('c', 'pinned'),
      logEntry({ id: 'new', traceId: 'task' }),
    ]);
    await at.records.traces.pin('default', 'pinned', NOON);
    const { deleteOld, find, executions } = at.records.requests;
    const age = { before: NOON };
    expect([await deleteOld(age, 1), await deleteOld(age, 1), await deleteOld(age, 1)]).toEqual([1, 1, 0]);
    const left = await Promise.all(['a', 'b', 'c', 'new'].map((id) => find('default', id)));
    expect(left.map((row) => row?.id)).toEqual([undefined, undefined, 'c', 'new']);
    expect(await executions('default', 'a')).toEqual([]);
    expect(await executions('default', 'c')).toHaveLength(1);
    await at.records.requests.deleteMinutes(NOON);
    const all = { stretches: everBy(900_000), filter: {}, by: [] };
    expect(await at.records.usage.sums(all)).toMatchObject([{ requests: 4 }]);
    expect(await at.records.usage.sums({ ...all, stretches: everBy(60_000) })).toMatchObject([
      { requests: 1 },
    ]);
  });

  it('deletes the old requests of one project, or of all but some', async () => {
    const of = (project: string) =>
      logEntry({ id: project, project, traceId: `task-${project}`, createdAt: NOON - 1 });
    await write(at, ['a', 'b', 'c'].map(of));
    const { deleteOld, find } = at.records.requests;
    const left = async () => {
      const rows = await Promise.all(['a', 'b', 'c'].map((id) => find(id, id)));
      return rows.flatMap((row) => row?.id ?? []);
    };
    expect(await deleteOld({ before: NOON, except: ['a', 'b'] }, 10)).toBe(1);
    expect(await left()).toEqual(['a', 'b']);
    expect(await deleteOld({ before: NOON, project: 'b' }, 10)).toBe(1);
    expect(await left()).toEqual(['a']);
    expect((await at.records.traces.list('a', {}, { limit: 9 })).items).toHaveLength(1);
    expect((await at.records.traces.list('b', {}, { limit: 9 })).items).toEqual([]);
  });
}

function lists(at: Store): void {
  it('lists requests page by page, newest first, each once', async () => {
    // Several have the same time.
    const entries = Array.from({ length: 25 }, (_, index) =>
      logEntry({ id: `req_${String(index).padStart(2, '0')}`, createdAt: NOON + Math.floor(index / 4) }),
    );
    await write(at, [...entries, logEntry({ id: 'theirs', project: 'other' })]);
    const seen: string[] = [];
    for (let after: { at: number; id: string } | null | undefined; after !== null; ) {
      const page = await at.records.requests.list('default', {}, { limit: 7, ...(after && { after }) });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    expect(seen).toEqual(entries.map(({ request }) => request.id).reverse());
  });
}

const idsOf = (at: Store) => async (filter: RequestFilter) =>
  (await at.records.requests.list('default', filter, { limit: 50 })).items.map(({ id }) => id).sort();

function filters(at: Store): void {
  const ids = idsOf(at);

  it('filters by every fact of a request', async () => {
    await write(at, [
      logEntry({ id: 'plain', imageCount: 0, traceId: 'plain', keyId: 'key_2', costNanoUsd: 5 }),
      logEntry({ id: 'drawn', model: 'other', channel: 'first', threadId: 'talk', createdAt: NOON - 1 }),
      logEntry({
        id: 'failed',
        status: 429,
        errorCode: 'rate_limited',
        costNanoUsd: null,
        createdAt: NOON + 9,
      }),
    ]);
    const { keyId, traceId } = { keyId: 'key_1', traceId: 'trace-1' };
    const cases: [RequestFilter, string[]][] = [
      [{}, ['drawn', 'failed', 'plain']],
      [{ keyId }, ['drawn', 'failed']],
      [{ traceId }, ['drawn', 'failed']],
      [{ threadId: 'talk' }, ['drawn']],
      [{ model: 'other' }, ['drawn']],
      [{ channel: 'first' }, ['drawn']],
      [{ errorCode: 'rate_limited' }, ['failed']],
      [{ outcome: 'failed' }, ['failed']],
      [{ outcome: 'ok' }, ['drawn', 'plain']],
      [{ status: 429 }, ['failed']],
      [{ hasImages: true }, ['drawn', 'failed']],
      [{ hasImages: false }, ['plain']],
      [{ minCostNanoUsd: 6 }, ['drawn']],
      [{ since: NOON, until: NOON + 9 }, ['plain']],
      [{ keyId, traceId, model: 'gpt-image-2', outcome: 'failed', hasImages: true, status: 429 }, ['failed']],
      [{ text: 'kite' }, []],
    ];
    for (const [filter, expected] of cases) expect([filter, await ids(filter)]).toEqual([filter, expected]);
  });
}

function searches(at: Store): void {
  const ids = idsOf(at);

  it('finds words of what a request drew', async () => {
    const picture = {
      ...{
        project: 'default',
        keyId: 'key_1',
        userId: null,
        traceId: null,
        sha256: 'bb',
        signature: null,
        thumbnail: null,
      },
      ...{
        mediaType: 'image/png',
        width: 1,
        height: 1,
        bytes: 1,
        hasAlpha: false,
        model: 'm',
        createdAt: NOON,
      },
    };
    await write(at, [logEntry({ id: 'kite' }), logEntry({ id: 'sea' })]);
    const { insert } = at.records.images;
    await insert({ ...picture, id: 'img_1', requestId: 'kite', prompt: 'A Red Kite', parameters: null });
    await insert({ ...picture, id: 'img_2', requestId: 'sea', prompt: 'The sea of Éire', parameters: null });
    expect([await ids({ text: 'red kite' }), await ids({ text: 'éire' })]).toEqual([['kite'], ['sea']]);
  });

  it('goes on where it stopped looking for something rare', async () => {
    const many = Array.from({ length: 130 }, (_, index) =>
      logEntry({ id: `req_${index}`, createdAt: NOON + index, status: index === 3 ? 418 : 200 }, []),
    );
    await write(at, many);
    const page = { limit: 10, scan: 100 };
    const first = await at.records.requests.list('default', { status: 418 }, page);
    expect(first).toEqual({ items: [], next: { at: NOON + 30, id: 'req_30' } });
    const after = first.next ?? { at: 0, id: '' };
    const second = await at.records.requests.list('default', { status: 418 }, { ...page, after });
    expect(second.items.map(({ id }) => id)).toEqual(['req_3']);
    expect(second.next).toBeNull();
  });
}

function traces(at: Store): void {
  it('sums up traces, last used first, and leaves out requests that are none', async () => {
    await write(at, [
      logEntry({ id: 'a1', traceId: 'a', threadId: 'talk' }),
      logEntry({ id: 'lone', traceId: 'lone', createdAt: NOON + 90 }),
    ]);
    await write(at, [
      logEntry({ id: 'b1', traceId: 'b', createdAt: NOON + 20, cost: { unknown: 'No.' }, costNanoUsd: null }),
      logEntry({
        id: 'a2',
        traceId: 'a',
        createdAt: NOON + 10,
        errorCode: 'internal',
        usage: null,
        inputTokens: null,
      }),
      logEntry({ id: 'a3', traceId: 'a', project: 'other' }),
    ]);
    const { items, next } = await at.records.traces.list('default', {}, { limit: 1 });
    expect(items).toMatchObject([{ id: 'b', requests: 1, costNanoUsd: 0, unknownCosts: 1 }]);
    const second = await at.records.traces.list('default', {}, { limit: 5, ...(next && { after: next }) });
    expect(second).toStrictEqual({
      items: [
        {
          ...{
            project: 'default',
            id: 'a',
            threadId: 'talk',
            firstAt: NOON,
            lastAt: NOON + 10,
            pinnedAt: null,
          },
          ...{ requests: 2, failed: 1, images: 4, inputTokens: 10, outputTokens: 40 },
          ...{ costNanoUsd: 67_200_000, unknownCosts: 0 },
        },
      ],
      next: null,
    });
    expect((await at.records.traces.list('default', { threadId: 'none' }, { limit: 5 })).items).toEqual([]);
  });

  it('pins traces, those of a single request too, within their project only', async () => {
    await write(at, [logEntry({ id: 'a1', traceId: 'a' }), logEntry({ id: 'lone', traceId: 'lone' })]);
    const { pin, find, list } = at.records.traces;
    expect(await pin('other', 'lone', NOON)).toBe(false);
    expect(await pin('default', 'lone', NOON)).toBe(true);
    expect(await find('default', 'lone')).toMatchObject({ pinnedAt: NOON, requests: 1 });
    expect((await list('default', { pinned: true }, { limit: 5 })).items.map(({ id }) => id)).toEqual([
      'lone',
    ]);
    expect(await pin('default', 'lone', null)).toBe(true);
    expect((await list('default', { pinned: true }, { limit: 5 })).items).toEqual([]);
    expect(await find('default', 'nobody')).toBeUndefined();
  });

  it('lists threads by their newest trace', async () => {
    await write(at, [
      logEntry({ id: 'a1', traceId: 'a', threadId: 'old' }),
      logEntry({ id: 'b1', traceId: 'b', threadId: 'new', createdAt: NOON + 5 }),
      logEntry({ id: 'c1', traceId: 'c', threadId: 'old', createdAt: NOON + 3 }),
    ]);
    const { items, next } = await at.records.traces.threads('default', { limit: 1 });
    expect(items).toEqual([{ id: 'new', firstAt: NOON + 5, lastAt: NOON + 5, traces: 1 }]);
    const rest = await at.records.traces.threads('default', { limit: 1, ...(next && { after: next }) });
    expect(rest).toEqual({ items: [{ id: 'old', firstAt: NOON, lastAt: NOON + 3, traces: 2 }], next: null });
  });
}
