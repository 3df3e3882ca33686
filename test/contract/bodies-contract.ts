import { expect, it } from 'vitest';
import type { BodyRow, Records } from '../../src/storage/ports.ts';
import { toBatch } from '../../src/telemetry/log-batch.ts';
import { logEntry, NOON } from './log-entries.ts';

export const body = (given: Partial<BodyRow> = {}): BodyRow => ({
  ...{ requestId: 'req_1', name: 'client-request', position: 0, project: 'default', createdAt: NOON },
  ...{ side: 'client', direction: 'request', attempt: null, call: null, method: 'POST', url: '/v1/x' },
  ...{ status: null, mediaType: 'application/json', bytes: 5_000_000_000, pictures: 0, state: 'kept' },
  content: '["text"]',
  ...given,
});

const answer: Partial<BodyRow> = {
  ...{ name: 'upstream-answer-0-1', position: 1, side: 'upstream', direction: 'answer', attempt: 0, call: 1 },
  ...{ method: null, url: null, status: 200 },
};

/** Bodies of requests. */
export function bodiesContract(at: { records: Records }): void {
  it('keeps bodies, a second time without harm, and finds them within their project only', async () => {
    const { bodies } = at.records;
    const rows = [body(answer), body()];
    await bodies.insertMany([]);
    await bodies.insertMany(rows);
    await bodies.insertMany([body({ content: 'another' }), body({ requestId: 'req_2' })]);
    const facts = ({ content: _, ...rest }: BodyRow) => rest;
    expect(await bodies.list('default', 'req_1')).toStrictEqual([facts(body()), facts(body(answer))]);
    expect(await bodies.find('default', 'req_1', 'client-request')).toStrictEqual(body());
    expect(await bodies.list('other', 'req_1')).toEqual([]);
    expect(await bodies.find('other', 'req_1', 'client-request')).toBeUndefined();
  });

  it('takes more bodies at once than a statement does', async () => {
    const { bodies } = at.records;
    await bodies.insertMany(Array.from({ length: 2_010 }, (_, index) => body({ requestId: `req_${index}` })));
    expect(await bodies.list('default', 'req_2009')).toHaveLength(1);
  });

  it('gives the oldest bodies that are too old, those of pinned traces aside, and deletes them', async () => {
    const { bodies, requests, traces } = at.records;
    const of = (id: string, createdAt: number, project = 'default') =>
      body({ requestId: id, createdAt, project });
    await requests.write(toBatch([logEntry({ id: 'pinned', traceId: 'task', createdAt: NOON })]));
    await traces.pin('default', 'task', NOON);
    await bodies.insertMany([
      ...[of('b', NOON + 1), of('a', NOON), of('young', NOON + 9), of('pinned', NOON)],
      of('theirs', NOON, 'other'),
    ]);
    const idsOf = async (age: Parameters<typeof bodies.old>[0], limit = 10) =>
      (await bodies.old(age, limit)).map(({ requestId }) => requestId);
    const before = NOON + 9;
    expect(await idsOf({ before })).toEqual(['a', 'theirs', 'b']);
    expect(await idsOf({ before }, 1)).toEqual(['a']);
    expect(await idsOf({ before, except: ['other'] })).toEqual(['a', 'b']);
    expect(await idsOf({ before, project: 'other' })).toEqual(['theirs']);
    await bodies.delete(await bodies.old({ before }, 10));
    await bodies.delete([]);
    expect(await idsOf({ before: NOON + 10 })).toEqual(['young']);
  });
}
