import { expect, it } from 'vitest';
import type { AnswerRow, Records } from '../../src/storage/ports.ts';

/** Beyond 32 bits, as every time is. */
const NOW = 1_795_000_000_123;

export const ANSWER: AnswerRow = {
  id: 'req_1',
  project: 'default',
  keyId: 'key_1',
  idempotencyKey: 'order-7 🖼',
  fingerprint: 'aa'.repeat(32),
  state: 'running',
  node: 'node-a',
  aliveUntil: NOW + 60_000,
  path: '/v1/images/generations',
  status: null,
  headers: null,
  body: null,
  createdAt: NOW,
  endedAt: null,
  expiresAt: NOW + 86_400_000,
};
const END = {
  state: 'done',
  status: 200,
  headers: '{"content-type":"application/json"}',
  body: '["{}"]',
  endedAt: NOW + 5,
  expiresAt: NOW + 9,
} as const;

/** What kept answers do in every engine. */
export function answerRecords(at: { readonly records: Records }): void {
  it('gives an idempotency key to one request alone, also when many ask at once', async () => {
    const { answers } = at.records;
    const racers = Array.from({ length: 8 }, (_, index) => ({ ...ANSWER, id: `req_${index}` }));
    const won = await Promise.all(racers.map((row) => answers.insert(row)));
    expect(won.filter(Boolean)).toHaveLength(1);
    const winner = racers[won.indexOf(true)];
    expect(await answers.findByKey('default', 'key_1', ANSWER.idempotencyKey ?? '')).toStrictEqual(winner);
  });

  it('keeps the keys of projects and gateway keys apart, and takes any number without one', async () => {
    const { answers } = at.records;
    const rows: AnswerRow[] = [
      ANSWER,
      { ...ANSWER, id: 'req_2', project: 'other' },
      { ...ANSWER, id: 'req_3', keyId: 'key_2' },
      { ...ANSWER, id: 'req_4', idempotencyKey: null, fingerprint: null },
      { ...ANSWER, id: 'req_5', idempotencyKey: null, fingerprint: null },
    ];
    for (const row of rows) expect(await answers.insert(row)).toBe(true);
    expect(await answers.find('default', 'key_1', 'req_4')).toStrictEqual(rows[3]);
    expect(await answers.find('default', 'key_2', 'req_4')).toBeUndefined();
    expect(await answers.find('other', 'key_1', 'req_1')).toBeUndefined();
    expect(await answers.findByKey('default', 'key_2', 'order-7')).toBeUndefined();
  });

  it('finishes a running answer once', async () => {
    const { answers } = at.records;
    await answers.insert(ANSWER);
    await answers.finish('req_1', END);
    await answers.finish('req_1', { ...END, state: 'failed', status: 502 });
    expect(await answers.find('default', 'key_1', 'req_1')).toStrictEqual({ ...ANSWER, ...END });
  });

  it('keeps alive what one process works on, and deletes only what a dead one left', async () => {
    const { answers } = at.records;
    await answers.insert(ANSWER);
    await answers.insert({ ...ANSWER, id: 'req_2', idempotencyKey: 'b', node: 'node-b' });
    await answers.renew('node-a', NOW + 120_000);
    expect(await answers.deleteDead('req_1', NOW + 90_000)).toBe(false);
    expect(await answers.deleteDead('req_2', NOW + 90_000)).toBe(true);
    expect(await answers.deleteDead('req_2', NOW + 90_000)).toBe(false);
    expect((await answers.find('default', 'key_1', 'req_1'))?.aliveUntil).toBe(NOW + 120_000);
  });

  it('lists what has expired in batches, oldest first, and deletes it', async () => {
    const { answers } = at.records;
    for (const [index, expiresAt] of [NOW + 3, NOW + 1, NOW + 2, NOW + 50].entries()) {
      await answers.insert({ ...ANSWER, id: `req_${index}`, idempotencyKey: `${index}`, expiresAt });
    }
    const first = await answers.expired(NOW + 10, 2);
    expect(first.map(({ id }) => id)).toEqual(['req_1', 'req_2']);
    await answers.delete(first.map(({ id }) => id));
    await answers.delete([]);
    expect((await answers.expired(NOW + 10, 2)).map(({ id }) => id)).toEqual(['req_0']);
  });
}
