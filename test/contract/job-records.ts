import { expect, it } from 'vitest';
import type { JobRow, Records, WebhookRow } from '../../src/storage/ports.ts';

const NOW = 1_795_000_000_123;
const ALIVE = NOW + 60_000;

export const JOB: JobRow = {
  id: 'job_1',
  project: 'default',
  keyId: 'key_1',
  keyHash: 'aa'.repeat(32),
  requestId: 'req_1',
  status: 'queued',
  dialect: 'openai-images',
  route: '/v1/images/generations',
  url: '/v1/images/generations',
  params: '{}',
  headers: '{"content-type":"application/json"}',
  origin: 'http://localhost:8090',
  ip: '192.0.2.7',
  model: 'gpt-image-2',
  input: 'bb'.repeat(32),
  work: null,
  progress: '{"pictures":0}',
  partials: '[]',
  taken: 0,
  cancelled: false,
  node: null,
  aliveUntil: 0,
  errorCode: null,
  errorMessage: null,
  webhookUrl: null,
  createdAt: NOW,
  startedAt: null,
  endedAt: null,
  expiresAt: NOW + 86_400_000,
};
const ENDED = { errorCode: null, errorMessage: null, endedAt: NOW + 5, expiresAt: NOW + 9 };

const MESSAGE: WebhookRow = {
  id: 'msg_1',
  project: 'default',
  keyId: 'key_1',
  jobId: 'job_1',
  url: 'https://client.example/hook',
  body: '{"type":"job.completed"}',
  state: 'waiting',
  attempts: 0,
  dueAt: NOW,
  lastStatus: null,
  createdAt: NOW,
  expiresAt: NOW + 86_400_000,
};

interface Store {
  readonly records: Records;
}

const insert = (at: Store, ...rows: Partial<JobRow>[]) =>
  Promise.all(rows.map((row) => at.records.jobs.insert({ ...JOB, ...row })));
const find = (at: Store, id: string) => at.records.jobs.find('default', 'key_1', id);

/** What jobs do in every engine. */
export function jobRecords(at: Store): void {
  found(at);
  taken(at);
  ended(at);
}

function found(at: Store): void {
  it('are found by their own gateway key alone, exactly as they were inserted', async () => {
    await insert(at, { webhookUrl: 'https://client.example/hook', work: '{}' });
    expect(await find(at, 'job_1')).toStrictEqual({
      ...JOB,
      webhookUrl: 'https://client.example/hook',
      work: '{}',
    });
    expect(await at.records.jobs.find('default', 'key_2', 'job_1')).toBeUndefined();
    expect(await at.records.jobs.find('other', 'key_1', 'job_1')).toBeUndefined();
  });

  it('are listed newest first, page by page, of one status', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((name, index) => ({ id: `job_${name}`, createdAt: NOW + index }));
    await insert(
      at,
      ...rows,
      { id: 'job_e', createdAt: NOW + 3, status: 'done' },
      { id: 'job_x', keyId: 'k2' },
    );
    const { list } = at.records.jobs;
    const ids = async (page: Parameters<typeof list>[2]) =>
      (await list('default', 'key_1', page)).map(({ id }) => id);
    expect(await ids({ limit: 3 })).toEqual(['job_e', 'job_d', 'job_c']);
    expect(await ids({ limit: 3, after: 'job_d' })).toEqual(['job_c', 'job_b', 'job_a']);
    expect(await ids({ limit: 9, status: 'done' })).toEqual(['job_e']);
    expect(await ids({ limit: 9, after: 'job_x' })).toEqual([]);
  });
}

function taken(at: Store): void {
  it('are taken oldest first, each by one process alone', async () => {
    await insert(
      at,
      ...Array.from({ length: 12 }, (_, index) => ({ id: `job_${index}`, createdAt: NOW + index })),
    );
    const { take } = at.records.jobs;
    expect(await take('node-a', NOW + 100, ALIVE)).toStrictEqual({
      ...JOB,
      id: 'job_0',
      status: 'running',
      node: 'node-a',
      aliveUntil: ALIVE,
      taken: 1,
      startedAt: NOW + 100,
    });
    const others = await Promise.all(
      Array.from({ length: 14 }, (_, index) => take(`node-${index}`, NOW + 100, ALIVE)),
    );
    const taken = others.flatMap((job) => (job ? [job.id] : []));
    expect(new Set(taken).size).toBe(11);
    expect(taken).toHaveLength(11);
  });

  it('are taken up again when their process has died or given them back', async () => {
    await insert(at, {}, { id: 'job_2', createdAt: NOW + 1 });
    const { take, renew, release } = at.records.jobs;
    await take('node-a', NOW, ALIVE);
    await take('node-a', NOW, ALIVE);
    expect(await take('node-b', ALIVE, ALIVE)).toBeUndefined();
    await renew('node-a', ALIVE + 60_000);
    expect(await take('node-b', ALIVE + 1, ALIVE)).toBeUndefined();
    await release('node-b', 'job_2');
    expect(await take('node-b', ALIVE + 1, ALIVE)).toBeUndefined();
    await release('node-a', 'job_2');
    expect(await take('node-b', ALIVE + 1, ALIVE + 90_000)).toMatchObject({
      id: 'job_2',
      taken: 2,
      startedAt: NOW,
      node: 'node-b',
    });
    expect(await take('node-b', ALIVE + 60_001, ALIVE + 90_000)).toMatchObject({ id: 'job_1', taken: 2 });
  });
}

function ended(at: Store): void {
  it('are noted and finished by the process that has them, and by no other', async () => {
    await insert(at, {});
    const { take, note, finish } = at.records.jobs;
    await take('node-a', NOW, ALIVE);
    expect(await note('node-b', 'job_1', { work: '{"stolen":true}' })).toBe(false);
    expect(await note('node-a', 'job_1', { work: '{"tasks":{}}', progress: '{"pictures":1}' })).toBe(true);
    expect(await finish('node-b', 'job_1', { ...ENDED, status: 'failed' })).toBe(false);
    expect(await finish('node-a', 'job_1', { ...ENDED, status: 'done' }, MESSAGE)).toBe(true);
    const second = { ...MESSAGE, id: 'msg_2' };
    expect(await finish('node-a', 'job_1', { ...ENDED, status: 'failed' }, second)).toBe(false);
    expect(await at.records.webhooks.findByJob('job_1')).toStrictEqual(MESSAGE);
    expect(await find(at, 'job_1')).toMatchObject({
      status: 'done',
      work: '{"tasks":{}}',
      progress: '{"pictures":1}',
      endedAt: NOW + 5,
      expiresAt: NOW + 9,
    });
    expect(await take('node-a', ALIVE + 1, ALIVE + 2)).toBeUndefined();
  });

  it('end at once when they are cancelled in the queue, and are marked when they run', async () => {
    await insert(at, {}, { id: 'job_2', createdAt: NOW - 1 });
    const { take, cancel, renew } = at.records.jobs;
    await take('node-a', NOW, ALIVE);
    const end = { endedAt: NOW + 7, expiresAt: NOW + 8 };
    expect(await cancel('default', 'key_2', 'job_1', end)).toBeUndefined();
    expect(await cancel('default', 'key_1', 'job_1', end, MESSAGE)).toMatchObject({
      ...end,
      status: 'cancelled',
    });
    expect(await at.records.webhooks.findByJob('job_1')).toStrictEqual(MESSAGE);
    expect(await cancel('default', 'key_1', 'job_2', end, { ...MESSAGE, id: 'msg_2' })).toMatchObject({
      status: 'running',
      cancelled: true,
      endedAt: null,
    });
    expect(await renew('node-a', ALIVE)).toEqual(['job_2']);
  });

  it('are deleted in batches when their time is over, but never while they wait or run', async () => {
    const over = { endedAt: NOW, expiresAt: NOW + 1 };
    await insert(
      at,
      { ...over, id: 'job_done', status: 'done' },
      { ...over, id: 'job_failed', status: 'failed', expiresAt: NOW },
      { ...over, id: 'job_queued' },
      { ...over, id: 'job_fresh', status: 'done', expiresAt: NOW + 50 },
    );
    const { expired } = at.records.jobs;
    expect((await expired(NOW + 10, 1)).map(({ id }) => id)).toEqual(['job_failed']);
    await at.records.jobs.delete(['job_failed']);
    expect((await expired(NOW + 10, 5)).map(({ id }) => id)).toEqual(['job_done']);
  });
}

/** What messages do in every engine. */
export function webhookRecords(at: Store): void {
  it('are written once, and found by their job', async () => {
    const { webhooks } = at.records;
    await webhooks.insert(MESSAGE);
    await webhooks.insert({ ...MESSAGE, body: '{"second":true}' });
    expect(await webhooks.findByJob('job_1')).toStrictEqual(MESSAGE);
    expect(await webhooks.findByJob('job_2')).toBeUndefined();
  });

  it('are taken when they are due, by one process alone, and again when that one dies', async () => {
    const { webhooks } = at.records;
    await webhooks.insert(MESSAGE);
    expect(await webhooks.take(NOW - 1, NOW)).toBeUndefined();
    const taken = await Promise.all([1, 2, 3, 4].map(() => webhooks.take(NOW, NOW + 30)));
    expect(taken.filter(Boolean)).toStrictEqual([{ ...MESSAGE, dueAt: NOW + 30 }]);
    expect(await webhooks.take(NOW + 29, NOW + 99)).toBeUndefined();
    expect(await webhooks.take(NOW + 30, NOW + 99)).toMatchObject({ id: 'msg_1' });
  });

  it('rest once they are delivered, and go when their time is over', async () => {
    const { webhooks } = at.records;
    await webhooks.insert(MESSAGE);
    await webhooks.insert({ ...MESSAGE, id: 'msg_2', expiresAt: NOW + 5 });
    await webhooks.note('msg_1', { state: 'delivered', attempts: 2, dueAt: NOW, lastStatus: 204 });
    expect((await webhooks.take(NOW + 5, NOW + 99))?.id).toBe('msg_2');
    expect(await webhooks.take(NOW + 5, NOW + 99)).toBeUndefined();
    expect(await webhooks.deleteExpired(NOW + 10, 5)).toBe(1);
    expect(await webhooks.deleteExpired(NOW + 10, 5)).toBe(0);
    expect(await webhooks.findByJob('job_1')).toMatchObject({ state: 'delivered', lastStatus: 204 });
  });
}
