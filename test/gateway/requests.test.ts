import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inspectPicture, makePicture } from '../upstreams/picture.ts';
import { DRAWING_MODELS, type House, openHouse } from './house.ts';
import { eventually } from './kept-pictures.ts';
import { slowReply } from './slow-reply.ts';

const OTHER_KEY = 'ah-other-0123456789';
const drawn = await makePicture({ width: 1024, height: 1024, format: 'png', label: 'later' });
const imagesReply = JSON.stringify({ created: 1, data: [{ b64_json: drawn.toString('base64') }] });
const picture = { model: DRAWING_MODELS.openai, prompt: 'A kite', size: '1024x1024' };

let house: House;
beforeAll(async () => {
  const api_keys = [
    { name: 'test', key: 'ah-test-0123456789' },
    { name: 'other', key: OTHER_KEY },
  ];
  house = await openHouse({ api_keys });
});
afterAll(() => house.close());
beforeEach(() => house.forgetCalls());

interface Described {
  readonly id: string;
  readonly status: string;
  readonly http_status: number | null;
  readonly answer: {
    readonly data?: readonly { readonly b64_json: string }[];
    readonly error?: object;
  } | null;
  readonly answer_url: string | null;
  readonly error?: { readonly code: string };
}

const described = async (id: string): Promise<Described> =>
  JSON.parse((await house.get(`/v1/requests/${id}`)).text) as Described;

/** A client that asks for hints, learns its request's id from them, and leaves before there is an answer. */
function clientThatLearnsItsId(path: string, body: object) {
  const { promise: id, resolve } = Promise.withResolvers<string>();
  const call = httpRequest(house.gateway.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${house.gateway.key}`,
      'content-type': 'application/json',
      'ah-early-hints': 'true',
    },
  });
  call.on('error', () => undefined);
  call.on('information', ({ statusCode, headers }) => {
    if (statusCode === 103) resolve(String(headers['ah-request-id']));
  });
  call.end(JSON.stringify(body));
  return { id, leave: () => call.destroy() };
}

describe('a request whose client has left', () => {
  it.each([
    ['the Images API', '/v1/images/generations', picture],
    [
      'chat',
      '/v1/chat/completions',
      { model: picture.model, messages: [{ role: 'user', content: 'A kite' }], modalities: ['image'] },
    ],
  ])('tells how it stands, and has its answer later: %s', async (_what, path, body) => {
    const slow = slowReply(imagesReply);
    house.fakes.openai.next(slow.reply);
    const client = clientThatLearnsItsId(path, body);
    const id = await client.id;
    await slow.asked;
    client.leave();
    expect(await described(id)).toMatchObject({ id, status: 'running', answer: null, answer_url: null });
    const waiting = await house.get(`/v1/requests/${id}/answer`);
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([202, '2']);
    slow.answer();
    await eventually(async () => (await described(id)).status === 'done');
    const { answer, answer_url, http_status } = await described(id);
    expect([answer_url, http_status]).toEqual([`/v1/requests/${id}/answer`, 200]);
    expect(JSON.stringify(answer)).toContain(drawn.toString('base64').slice(0, 200));
    const alone = await house.get(`/v1/requests/${id}/answer`);
    expect(JSON.parse(alone.text)).toEqual(answer);
    expect(house.calls('openai')).toHaveLength(1);
  });

  it('is found by the key that asked, and by no other', async () => {
    const made = await house.ask('/v1/images/generations', picture);
    const id = made.headers.get('ah-request-id') ?? '';
    expect((await described(id)).status).toBe('done');
    for (const path of [`/v1/requests/${id}`, `/v1/requests/${id}/answer`]) {
      const theirs = await fetch(house.gateway.url + path, {
        headers: { authorization: `Bearer ${OTHER_KEY}` },
      });
      expect([path, theirs.status]).toEqual([path, 404]);
    }
  });
});

it('the answer is the one that was sent, byte for byte, a stream too', async () => {
  for (const body of [picture, { ...picture, stream: true, partial_images: 2 }]) {
    const made = await house.ask('/v1/images/generations', body);
    const again = await house.get(`/v1/requests/${made.headers.get('ah-request-id')}/answer`);
    expect(again.text).toBe(made.text);
    expect(again.headers.get('content-type')).toBe(made.headers.get('content-type'));
  }
});

it('a failure that may have been billed is kept in the format of its client', async () => {
  house.fakes.openai.next({ raw: (response) => void response.destroy() });
  const made = await house.ask('/v1/images/generations', picture);
  const answer = await described(made.headers.get('ah-request-id') ?? '');
  expect(answer).toMatchObject({ status: 'failed', http_status: 503 });
  expect(answer.answer?.error).toEqual((JSON.parse(made.text) as { error: object }).error);
});

it('a request that was interrupted says so', async () => {
  const made = await house.ask('/v1/images/generations', picture);
  const id = made.headers.get('ah-request-id') ?? '';
  const database = new DatabaseSync(join(house.gateway.dataDir, 'axonhub.db'));
  database.exec(`update answers set state = 'running', alive_until = 1 where id = '${id}'`);
  database.close();
  expect(await described(id)).toMatchObject({ status: 'failed', error: { code: 'interrupted' } });
  expect((await house.get(`/v1/requests/${id}/answer`)).status).toBe(500);
});

it('of text nothing is kept without an Idempotency-Key', async () => {
  const body = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hello' }] };
  const made = await house.ask('/v1/chat/completions', body);
  const id = made.headers.get('ah-request-id');
  expect((await house.get(`/v1/requests/${id}`)).status).toBe(404);
  const keyed = await house.ask('/v1/chat/completions', body, { 'idempotency-key': 'text' });
  expect((await described(keyed.headers.get('ah-request-id') ?? '')).answer).toEqual(JSON.parse(keyed.text));
});

describe('AH-Keep-Alive: true', () => {
  let talkative: House;
  beforeAll(async () => {
    talkative = await openHouse({ server: { keep_alive_seconds: 1 } });
  });
  afterAll(() => talkative.close());

  it('sends the head at once, white space while the provider works, then the answer', async () => {
    const slow = slowReply(imagesReply);
    talkative.fakes.openai.next(slow.reply);
    const began = performance.now();
    const response = await talkative.gateway.post('/v1/images/generations', picture, {
      'ah-keep-alive': 'true',
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('ah-request-id')).toMatch(/^req_/);
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      // Once with the head, then every second.
      if (text.length >= 3) slow.answer();
    }
    expect(performance.now() - began).toBeGreaterThan(1_900);
    expect(text).toMatch(/^\n{3,}\{/);
    const { data } = JSON.parse(text) as { data: readonly { b64_json: string }[] };
    expect(await inspectPicture(Buffer.from(data[0]?.b64_json ?? '', 'base64'))).toMatchObject({
      width: 1024,
    });
  });

  it('leaves the error to the body once the head is out', async () => {
    talkative.fakes.openai.next({ raw: (response) => void response.destroy() });
    const response = await talkative.gateway.post('/v1/images/generations', picture, {
      'ah-keep-alive': 'true',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ error: { code: 'upstream_unavailable' } });
  });

  it('does not hide a refusal behind a 200', async () => {
    const bad = { ...picture, size: 'huge' };
    const response = await talkative.gateway.post('/v1/images/generations', bad, { 'ah-keep-alive': 'true' });
    expect(response.status).toBe(400);
  });
});
