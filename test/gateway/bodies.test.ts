import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AdminClient, setUpOwner } from '../admin/admin-client.ts';
import { openTwoChannels, type TwoChannels } from './two-channels.ts';

const PROJECT = '/projects/default';
const KEY = 'sk-test';

let both: TwoChannels;
let owner: AdminClient;
beforeAll(async () => {
  both = await openTwoChannels();
  owner = await setUpOwner(both.gateway.url);
});
afterAll(() => both.close());

const keep = (bodies: 'off' | 'metadata' | 'full') =>
  owner.patch('/settings/requests', { value: { bodies } });

interface Summary {
  readonly name: string;
  readonly state: string;
  readonly bytes: number;
  readonly pictures: number;
}

/** The bodies of a request, once they are written. */
async function bodiesOf(id: string | null, least = 1): Promise<Summary[]> {
  return vi.waitFor(async () => {
    const { body } = await owner.get(`${PROJECT}/requests/${id}/bodies`);
    expect(body.items.length).toBeGreaterThanOrEqual(least);
    return body.items;
  }, 15_000);
}

const node = async (id: string | null, body: string, path = '') =>
  (await owner.get(`${PROJECT}/requests/${id}/bodies/${body}?path=${encodeURIComponent(path)}`)).body;

const raw = (id: string | null, body: string, rest = 'raw') =>
  fetch(`${both.gateway.url}/admin${PROJECT}/requests/${id}/bodies/${body}/${rest}`, {
    headers: { cookie: owner.cookie().split(';', 1)[0] ?? '' },
  });

async function ask(path: string, body: unknown) {
  const reply = await both.gateway.post(path, body);
  return { status: reply.status, text: await reply.text(), id: reply.headers.get('ah-request-id') };
}

const chat = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hello there' }] };

/** Everything that the gateway has written to the disk. */
function written(folder: string): Buffer {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'axonhub.yml');
  return Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))));
}

describe('bodies are not kept', () => {
  it('unless somebody wants it', async () => {
    const { id } = await ask('/v1/chat/completions', chat);
    await vi.waitFor(
      async () => expect((await owner.get(`${PROJECT}/requests/${id}`)).status).toBe(200),
      15_000,
    );
    expect((await owner.get(`${PROJECT}/requests/${id}/bodies`)).body).toEqual({ items: [] });
  });

  it('in a project that wants none', async () => {
    await keep('full');
    expect((await owner.patch(PROJECT, { bodies: 'off' })).body.bodies).toBe('off');
    const off = await ask('/v1/chat/completions', chat);
    expect((await owner.patch(PROJECT, { bodies: null })).body.bodies).toBeNull();
    const on = await ask('/v1/chat/completions', chat);
    expect(await bodiesOf(on.id)).not.toEqual([]);
    expect((await owner.get(`${PROJECT}/requests/${off.id}/bodies`)).body.items).toEqual([]);
  });
});

describe('what is kept of a body', () => {
  beforeEach(() => keep('full'));
  afterEach(() => keep('off'));

  it('is what client and upstream said, in order, for every attempt', async () => {
    const failure = { error: { message: `The key ${KEY} is tired`, type: 'server_error' } };
    both.first.next({ status: 500, json: failure });
    const { id, text } = await ask('/v1/chat/completions', chat);
    const items = await bodiesOf(id, 6);
    expect(items).toMatchObject([
      { name: 'client-request', side: 'client', method: 'POST', url: '/v1/chat/completions', state: 'kept' },
      { name: 'upstream-request-0-0', side: 'upstream', attempt: 0, call: 0, method: 'POST' },
      { name: 'upstream-answer-0-0', direction: 'answer', status: 500 },
      { name: 'upstream-request-1-0', attempt: 1, url: `${both.second.url}/v1/chat/completions` },
      { name: 'upstream-answer-1-0', status: 200 },
      { name: 'client-answer', status: 200, bytes: text.length },
    ]);
    expect(await node(id, 'client-request', '/messages/0/content')).toMatchObject({ value: 'Hello there' });
    expect(await node(id, 'upstream-answer-0-0', '/error/message')).toMatchObject({
      value: 'The key [key] is tired',
    });
    expect(await (await raw(id, 'client-answer')).text()).toBe(text);
    expect(written(both.gateway.dataDir).includes(KEY)).toBe(false);
  });

  it('is the stream as it came and as it went', async () => {
    const { id, text } = await ask('/v1/chat/completions', { ...chat, stream: true });
    await bodiesOf(id, 4);
    const answer = await node(id, 'client-answer');
    expect(answer).toMatchObject({ kind: 'array', count: text.split('\n\n').filter(Boolean).length });
    expect(await node(id, 'client-answer', '/0/data/object')).toMatchObject({
      value: 'chat.completion.chunk',
    });
    expect(await node(id, 'upstream-answer-0-0', '/0/data/object')).toMatchObject({
      value: 'chat.completion.chunk',
    });
    expect(await (await raw(id, 'client-answer')).text()).toBe(text);
  });

  it('is the stream also where formats differ', async () => {
    const message = { model: 'gpt-5-mini', max_tokens: 50, stream: true, messages: chat.messages };
    const { id, text } = await ask('/v1/messages', message);
    await bodiesOf(id, 4);
    expect(await node(id, 'client-answer', '/0')).toMatchObject({
      items: [{ key: 'event', value: 'message_start' }, {}],
    });
    expect((await node(id, 'upstream-answer-0-0')).count).toBeGreaterThan(1);
    expect(await (await raw(id, 'client-answer')).text()).toBe(text);
  });

  it('has pictures as references: none in rows, and each to be looked at', async () => {
    const { id, text } = await ask('/v1/images/generations', { model: 'gpt-image-2', prompt: 'A red kite' });
    const items = await bodiesOf(id, 4);
    expect(items.map(({ pictures }) => pictures)).toEqual([0, 0, 1, 1]);
    const [image] = JSON.parse(text).data;
    expect(await node(id, 'client-answer', '/data/0/b64_json')).toMatchObject({
      value: '[picture 0]',
      pictures: [0],
    });
    const picture = await raw(id, 'client-answer', 'pictures/0');
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await picture.arrayBuffer()).toString('base64')).toBe(image.b64_json);
    expect(JSON.parse(await (await raw(id, 'client-answer')).text())).toEqual(JSON.parse(text));
    expect((await raw(id, 'client-answer', 'pictures/1')).status).toBe(404);
  });

  it('has the pictures of a form and small ones too', async () => {
    const small = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const form = new FormData();
    form.append('model', 'gpt-image-2');
    form.append('prompt', 'Make it blue');
    form.append('image', new Blob([new Uint8Array(small)], { type: 'image/png' }), 'red.png');
    const headers = { authorization: `Bearer ${both.gateway.key}` };
    const reply = await fetch(`${both.gateway.url}/v1/images/edits`, { method: 'POST', body: form, headers });
    await reply.arrayBuffer();
    const id = reply.headers.get('ah-request-id');
    const [request] = await bodiesOf(id, 4);
    expect(request).toMatchObject({ mediaType: 'multipart/form-data', pictures: 1 });
    expect((await node(id, 'client-request', '/2')).items).toMatchObject([
      { key: 'name', value: 'image' },
      { key: 'fileName', value: 'red.png' },
      { key: 'mediaType', value: 'image/png' },
      { key: 'data', value: '[picture 0]', pictures: [0] },
    ]);
    const picture = await raw(id, 'client-request', 'pictures/0');
    expect(Buffer.from(await picture.arrayBuffer()).equals(small)).toBe(true);
    const database = new DatabaseSync(join(both.gateway.dataDir, 'axonhub.db'), { readOnly: true });
    const rows = JSON.stringify(database.prepare('select * from bodies').all());
    database.close();
    expect(rows).not.toMatch(/iVBORw0KGgo/);
  });

  it('lies in blobs where it is long, and goes to the client all the same', async () => {
    const long = 'A very long story. '.repeat(200_000);
    const { id, status } = await ask('/v1/chat/completions', {
      ...chat,
      messages: [{ role: 'user', content: long }],
    });
    expect(status).toBe(200);
    await bodiesOf(id, 4);
    const database = new DatabaseSync(join(both.gateway.dataDir, 'axonhub.db'), { readOnly: true });
    const rows = database
      .prepare('select length(content) as length from bodies where request_id = ?')
      .all(id);
    database.close();
    for (const { length } of rows) expect(Number(length)).toBeLessThan(10_000);
    const part = await node(id, 'client-request', '/messages/0/content');
    expect(part).toMatchObject({ kind: 'string', bytes: long.length, cut: true, next: 20_000 });
    expect(long.startsWith(part.value)).toBe(true);
  });

  it('is told to be missing, without its content, where only that is wanted', async () => {
    await keep('metadata');
    const { id, text } = await ask('/v1/chat/completions', chat);
    const items = await bodiesOf(id, 4);
    expect(items.map(({ state }) => state)).toEqual(['metadata', 'metadata', 'metadata', 'metadata']);
    expect(items.at(-1)).toMatchObject({ name: 'client-answer', bytes: text.length });
    expect((await raw(id, 'client-answer')).status).toBe(404);
  });

  it('is a refusal too', async () => {
    const { id, text } = await ask('/v1/chat/completions', { ...chat, model: 'no-such-model' });
    await bodiesOf(id, 2);
    expect(await (await raw(id, 'client-answer')).text()).toBe(text);
  });
});
