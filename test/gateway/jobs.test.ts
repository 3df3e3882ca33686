import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inspectPicture, makePicture } from '../upstreams/picture.ts';
import { DRAWING_MODELS, type House, openHouse } from './house.ts';
import { JobClient } from './job-client.ts';
import { slowReply } from './slow-reply.ts';

const OTHER_KEY = 'ah-other-0123456789';
const drawn = await makePicture({ width: 1024, height: 1024, format: 'png', label: 'job' });
const imagesReply = JSON.stringify({ created: 1, data: [{ b64_json: drawn.toString('base64') }] });

let house: House;
let client: JobClient;
beforeAll(async () => {
  const api_keys = [
    { name: 'test', key: 'ah-test-0123456789' },
    { name: 'other', key: OTHER_KEY },
  ];
  house = await openHouse({ api_keys, server: { shutdown_grace_seconds: 5 } });
  client = new JobClient(house.gateway.url, house.gateway.key);
});
afterAll(() => house.close());
beforeEach(() => house.forgetCalls());

const model = DRAWING_MODELS.openai;
const kite = { role: 'user', content: 'A kite' };
const picture = { model, prompt: 'A kite', size: '1024x1024' };
const contents = [{ role: 'user', parts: [{ text: 'A kite' }] }];

const REQUESTS: readonly [what: string, path: string, body: object][] = [
  ['the Images API', '/v1/images/generations', picture],
  ['a picture in chat', '/v1/chat/completions', { model, messages: [kite], modalities: ['image', 'text'] }],
  [
    'an edit in JSON',
    '/v1/images/edits',
    { ...picture, images: [{ image_url: `data:image/png;base64,${drawn.toString('base64')}` }] },
  ],
  ['Responses', '/v1/responses', { model, input: 'A kite', tools: [{ type: 'image_generation' }] }],
  [
    'Gemini',
    '/v1beta/models/gemini-3-pro-image:generateContent',
    { contents, generationConfig: { responseModalities: ['TEXT', 'IMAGE'] } },
  ],
];

/** Without what differs from one answer to the next. */
const shape = (text: string): string =>
  text
    .replaceAll(/[A-Za-z0-9+/=]{200,}/g, 'PICTURE')
    .replaceAll(/"[^"]*(req|img|resp|chatcmpl|ig|msg)_[^"]*"/g, '"ID"')
    .replaceAll(/"thoughtSignature":"[^"]*"/g, '"SIGNED"')
    .replaceAll(/signature=[\w-]+/g, 'SIGNED')
    .replaceAll(/\d{9,}(\.\d+)?/g, 'TIME');

describe('Prefer: respond-async', () => {
  it.each(REQUESTS)('is a 202, and the answer is what it would have been: %s', async (_what, path, body) => {
    const now = await client.ask(path, body);
    const accepted = await client.ask(path, body, { prefer: 'respond-async' });
    expect(accepted.status).toBe(202);
    const { id } = (await accepted.json()) as { id: string };
    expect(Object.fromEntries(accepted.headers)).toMatchObject({
      location: `/v1/jobs/${id}`,
      'preference-applied': 'respond-async',
      'retry-after': '2',
    });
    const job = await client.ended(id);
    expect(job).toMatchObject({ status: 'completed', error: null, result_url: `/v1/jobs/${id}/result` });
    expect(job.progress).toMatchObject({ pictures: 1, of: 1 });
    expect(job.images).toHaveLength(1);
    const result = await client.get(job.result_url ?? '');
    const text = await result.text();
    expect(shape(text)).toBe(shape(await now.text()));
    expect([result.status, result.headers.get('ah-request-id')]).toEqual([200, job.request_id]);
    expect(JSON.parse(text)).toEqual(job.result);
  });

  it('works for a form', async () => {
    const form = new FormData();
    form.append('model', model);
    form.append('prompt', 'A hat');
    form.append('async', 'true');
    form.append('image', new File([new Uint8Array(drawn)], 'a.png', { type: 'image/png' }));
    const answer = await house.upload('/v1/images/edits', form);
    expect(answer.status).toBe(202);
    const job = await client.ended((JSON.parse(answer.text) as { id: string }).id);
    expect(job.status).toBe('completed');
    const [call] = house.calls('openai');
    expect(call?.form.map(({ name }) => name)).not.toContain('async');
    expect(call?.form.find(({ name }) => name.startsWith('image'))?.data.equals(drawn)).toBe(true);
  });

  it('is passed over where no picture is asked for', async () => {
    const chat = { model: 'gpt-5-mini', messages: [kite] };
    const answer = await client.ask('/v1/chat/completions', chat, { prefer: 'respond-async' });
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([200, null]);
  });

  it('with an Idempotency-Key is one job', async () => {
    const headers = { 'idempotency-key': 'one job' };
    const first = await client.start('/v1/images/generations', picture, headers);
    const second = await client.start('/v1/images/generations', picture, headers);
    expect(second.id).toBe(first.id);
    await client.ended(first.id);
    expect(house.calls('openai')).toHaveLength(1);
  });
});

describe('"async": true', () => {
  it('means the same, and is nothing that the provider hears of', async () => {
    const answer = await client.ask('/v1/images/generations', { ...picture, async: true });
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([202, null]);
    await client.ended(((await answer.json()) as { id: string }).id);
    expect(house.calls('openai')[0]?.json).not.toHaveProperty('async');
  });

  it.each([
    ['text', '/v1/chat/completions', { model: 'gpt-5-mini', messages: [kite], async: true }],
    ['what is no boolean', '/v1/images/generations', { ...picture, async: 'yes' }],
  ])('is refused for %s', async (_what, path, body) => {
    const answer = await client.ask(path, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { param: 'async' } });
  });
});

describe('a job', () => {
  it('is refused at once when the request is bad', async () => {
    for (const body of [
      { ...picture, size: 'huge' },
      { ...picture, model: 'nope' },
    ]) {
      const answer = await client.ask('/v1/images/generations', body, { prefer: 'respond-async' });
      expect([400, 404]).toContain(answer.status);
    }
  });

  it('shows its previews while it runs, and afterwards', async () => {
    const { id } = await client.start('/v1/images/generations', {
      ...picture,
      partial_images: 2,
      stream: true,
    });
    const job = await client.ended(id);
    expect(job.status).toBe('completed');
    expect(job.partials.map(({ index }) => index)).toEqual([0, 1]);
    expect(job.progress).toEqual({ pictures: 1, of: 1, previews: 2 });
    const preview = await client.get(job.partials[1]?.url ?? '');
    expect(preview.headers.get('content-type')).toBe('image/png');
    expect(await inspectPicture(Buffer.from(await preview.arrayBuffer()))).toMatchObject({ format: 'png' });
    expect(job.result).toMatchObject({ data: [{ b64_json: expect.any(String) }] });
  });

  it('that fails has the error in the format it was asked in', async () => {
    const refusal = { status: 400, json: { error: { message: 'No', code: 'moderation_blocked' } } };
    house.fakes.openai.next(refusal);
    const { id } = await client.start('/v1/images/generations', picture);
    const job = await client.ended(id);
    expect(job).toMatchObject({ status: 'failed', error: { code: 'content_policy' } });
    const result = await client.get(`/v1/jobs/${id}/result`);
    expect(result.status).toBe(400);
    expect(await result.json()).toMatchObject({ error: { code: 'moderation_blocked' } });
  });

  it('has no result before its end, and says when to ask again', async () => {
    const slow = slowReply(imagesReply);
    house.fakes.openai.next(slow.reply);
    const { id } = await client.start('/v1/images/generations', picture);
    await slow.asked;
    const one = await client.get(`/v1/jobs/${id}`);
    expect(one.headers.get('retry-after')).toBe('2');
    expect(await one.json()).toMatchObject({ status: 'running', result: null, result_url: null });
    const result = await client.get(`/v1/jobs/${id}/result`);
    expect([result.status, result.headers.get('retry-after')]).toEqual([202, '2']);
    slow.answer();
    expect((await client.ended(id)).status).toBe('completed');
  });

  it('can be cancelled while it runs: the call upstream is given up', async () => {
    const slow = slowReply(imagesReply);
    house.fakes.openai.next(slow.reply);
    const { id } = await client.start('/v1/images/generations', picture);
    await slow.asked;
    expect((await client.call('POST', `/v1/jobs/${id}/cancel`)).status).toBe(200);
    expect((await client.ended(id)).status).toBe('cancelled');
    expect(slow.seen.broken).toBe(true);
    slow.answer();
    expect((await client.get(`/v1/jobs/${id}/result`)).status).toBe(409);
    expect((await client.call('POST', `/v1/jobs/${id}/cancel`)).status).toBe(200);
  });

  it('is seen by its own key alone', async () => {
    const { id } = await client.start('/v1/images/generations', {
      ...picture,
      partial_images: 1,
      stream: true,
    });
    await client.ended(id);
    const other = new JobClient(house.gateway.url, OTHER_KEY);
    for (const path of ['', '/result', '/partials/0'])
      expect((await other.get(`/v1/jobs/${id}${path}`)).status).toBe(404);
    expect((await other.call('DELETE', `/v1/jobs/${id}`)).status).toBe(404);
    expect((await other.call('POST', `/v1/jobs/${id}/cancel`)).status).toBe(404);
    expect(await (await other.get('/v1/jobs')).json()).toMatchObject({ data: [] });
  });

  it('leaves nothing behind but its picture when it is deleted', async () => {
    const before = await blobNames();
    const { id, request_id } = await client.start('/v1/images/edits', {
      ...picture,
      size: '1536x1024',
      images: [{ image_url: `data:image/png;base64,${drawn.toString('base64')}` }],
      partial_images: 2,
      stream: true,
    });
    await client.ended(id);
    const row = query(`select * from jobs where id = '${id}'`);
    expect(JSON.stringify(row).length).toBeLessThan(3_000);
    expect(JSON.stringify(row)).not.toContain(house.gateway.key);
    expect(await (await client.call('DELETE', `/v1/jobs/${id}`)).json()).toEqual({
      id,
      object: 'job',
      deleted: true,
    });
    expect((await client.get(`/v1/jobs/${id}`)).status).toBe(404);
    expect((await client.get(`/v1/requests/${request_id}`)).status).toBe(404);
    const left = (await blobNames()).filter((name) => !before.includes(name));
    expect(left).toEqual([query(`select sha256 from images where request_id = '${request_id}'`)?.sha256]);
  });

  it('stands in the list, newest first, page by page', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 3; made += 1) {
      const { id } = await client.start('/v1/images/generations', { model: 'demo-image', prompt: `${made}` });
      ids.unshift((await client.ended(id)).id);
    }
    const list = async (search: string) =>
      (await (await client.get(`/v1/jobs?${search}`)).json()) as {
        data: { id: string }[];
        has_more: boolean;
      };
    const first = await list('limit=2');
    expect([first.data.map(({ id }) => id), first.has_more]).toEqual([ids.slice(0, 2), true]);
    expect((await list(`limit=1&after=${ids[1]}`)).data[0]?.id).toBe(ids[2]);
    expect((await list('status=cancelled')).data.every(({ id }) => !ids.includes(id))).toBe(true);
    expect((await client.get('/v1/jobs?limit=0')).status).toBe(400);
    expect((await client.get('/v1/jobs?status=odd')).status).toBe(400);
  });
});

const query = (sql: string): Record<string, unknown> | undefined => {
  const database = new DatabaseSync(join(house.gateway.dataDir, 'axonhub.db'), { readOnly: true });
  try {
    return database.prepare(sql).get();
  } finally {
    database.close();
  }
};

const blobNames = async (): Promise<string[]> =>
  (await readdir(join(house.gateway.dataDir, 'blobs'), { recursive: true })).flatMap((path) => {
    const name = path.split('/').at(-1) ?? '';
    return name.length === 64 ? [name] : [];
  });
