import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makePicture } from '../upstreams/picture.ts';
import { type Answer, DRAWING_MODELS, type House, openHouse } from './house.ts';
import { eventually } from './kept-pictures.ts';
import { slowReply } from './slow-reply.ts';

const OTHER_KEY = 'ah-other-0123456789';

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

const upstreamCalls = (): number =>
  Object.values(house.fakes).reduce((sum, fake) => sum + fake.calls.length, 0);

const withKey = (key: string = randomUUID(), more: Record<string, string> = {}) => ({
  'idempotency-key': key,
  ...more,
});

const model = DRAWING_MODELS.openai;
const kite = { role: 'user', content: 'A kite' };
const picture = { model, prompt: 'A kite', size: '1024x1024' };
const chat = { model: 'gpt-5-mini', messages: [kite] };
const contents = [{ role: 'user', parts: [{ text: 'A kite' }] }];
const generationConfig = { responseModalities: ['TEXT', 'IMAGE'] };

const REQUESTS: readonly [what: string, path: string, body: object][] = [
  ['chat', '/v1/chat/completions', chat],
  ['a picture in chat', '/v1/chat/completions', { model, messages: [kite], modalities: ['image', 'text'] }],
  ['the Images API', '/v1/images/generations', picture],
  ['Responses', '/v1/responses', { model: 'gpt-5-mini', input: 'Hello' }],
  ['Messages', '/v1/messages', { model: 'gpt-5-mini', max_tokens: 100, messages: [kite] }],
  [
    'Gemini with a picture',
    '/v1beta/models/gemini-3-pro-image:generateContent',
    { contents, generationConfig },
  ],
  ['old completions', '/v1/completions', { model: 'gpt-5-mini', prompt: 'Hello' }],
  ['embeddings', '/v1/embeddings', { model: 'text-embedding-3-small', input: 'Hello' }],
];
const STREAMS: readonly [what: string, path: string, body: object][] = [
  ['chat', '/v1/chat/completions', { ...chat, stream: true }],
  [
    'a picture with previews in chat',
    '/v1/chat/completions',
    { model, messages: [kite], modalities: ['image'], partial_images: 2, stream: true },
  ],
  ['the Images API', '/v1/images/generations', { ...picture, partial_images: 2, stream: true }],
  ['Responses', '/v1/responses', { model: 'gpt-5-mini', input: 'Hello', stream: true }],
  ['Messages', '/v1/messages', { model: 'gpt-5-mini', max_tokens: 100, messages: [kite], stream: true }],
  [
    "Gemini's array",
    '/v1beta/models/gemini-3-pro-image:streamGenerateContent',
    { contents, generationConfig },
  ],
  [
    "Gemini's events",
    '/v1beta/models/gemini-3-pro-image:streamGenerateContent?alt=sse',
    { contents, generationConfig },
  ],
];

function expectReplay(first: Answer, second: Answer): void {
  expect(second.status).toBe(first.status);
  expect(second.text).toBe(first.text);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  for (const name of ['content-type', 'ah-request-id', 'ah-warnings', 'ah-cost'])
    expect([name, second.headers.get(name)]).toEqual([name, first.headers.get(name)]);
}

describe('the same Idempotency-Key and the same request', () => {
  it.each(REQUESTS)('give the same answer from one call: %s', async (_what, path, body) => {
    const headers = withKey();
    const first = await house.ask(path, body, headers);
    expect(first.status).toBe(200);
    const calls = upstreamCalls();
    expect(calls).toBeGreaterThan(0);
    expectReplay(first, await house.ask(path, body, headers));
    expect(upstreamCalls()).toBe(calls);
  });

  it.each(STREAMS)('give the same stream from one call: %s', async (_what, path, body) => {
    const headers = withKey();
    const first = await house.ask(path, body, headers);
    expect(first.status).toBe(200);
    const calls = upstreamCalls();
    expectReplay(first, await house.ask(path, body, headers));
    expect(upstreamCalls()).toBe(calls);
  });

  it('are recognised in a form, whatever stands between its parts', async () => {
    const bytes = await makePicture({ width: 512, height: 512, format: 'png', label: 'edit' });
    const form = (prompt: string, name = 'a.png') => {
      const data = new FormData();
      data.append('model', model);
      data.append('prompt', prompt);
      data.append('image', new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
      return data;
    };
    const headers = withKey();
    const first = await house.upload('/v1/images/edits', form('A hat'), headers);
    expect(first.status).toBe(200);
    expectReplay(first, await house.upload('/v1/images/edits', form('A hat'), headers));
    expect(upstreamCalls()).toBe(1);
    expect((await house.upload('/v1/images/edits', form('A cap'), headers)).status).toBe(422);
  });

  it('are one call when many come at once: the others are told, or wait if they like', async () => {
    const drawn = await makePicture({ width: 1024, height: 1024, format: 'png', label: 'race' });
    const slow = slowReply(JSON.stringify({ created: 1, data: [{ b64_json: drawn.toString('base64') }] }));
    house.fakes.openai.next(slow.reply);
    const headers = withKey('race');
    const first = house.ask('/v1/images/generations', picture, headers);
    await slow.asked;
    const refused = await house.ask('/v1/images/generations', picture, headers);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([409, '2']);
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'request_in_progress' } });
    const waiting = [1, 2, 3, 4].map(() =>
      house.ask('/v1/images/generations', picture, { ...headers, prefer: 'wait=30' }),
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    slow.answer();
    const answer = await first;
    for (const other of await Promise.all(waiting)) expectReplay(answer, other);
    expect(upstreamCalls()).toBe(1);
  });

  it('that start at the very same moment are one call', async () => {
    const headers = withKey('moment', { prefer: 'wait' });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => house.ask('/v1/images/generations', picture, headers)),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers: got }) => got.get('idempotent-replayed') === null)).toHaveLength(1);
    expect(upstreamCalls()).toBe(1);
  });

  it('with another gateway key are another request', async () => {
    const headers = withKey('shared');
    const mine = await house.ask('/v1/embeddings', REQUESTS.at(-1)?.[2], headers);
    const theirs = await house.ask('/v1/embeddings', REQUESTS.at(-1)?.[2], {
      ...headers,
      authorization: `Bearer ${OTHER_KEY}`,
    });
    expect([mine.status, theirs.status, theirs.headers.get('idempotent-replayed')]).toEqual([200, 200, null]);
    expect(upstreamCalls()).toBe(2);
  });

  it('may stand in quotes, as the draft has it', async () => {
    const key = randomUUID();
    await house.ask('/v1/chat/completions', chat, withKey(key));
    const again = await house.ask('/v1/chat/completions', chat, withKey(`"${key}"`));
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('the same Idempotency-Key and another request', () => {
  it.each([
    ['/v1/chat/completions', chat, 'error.code', 'idempotency_key_reused'],
    ['/v1/messages', { ...chat, max_tokens: 9 }, 'error.type', 'invalid_request_error'],
    ['/v1beta/models/gpt-5-mini:generateContent', { contents }, 'error.status', 'INVALID_ARGUMENT'],
  ])('are a 422 in the format of %s', async (path, body, at, is) => {
    const headers = withKey();
    await house.ask('/v1/chat/completions', { ...chat, seed: 1 }, headers);
    const answer = await house.ask(path, body, headers);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.text)).toHaveProperty(at, is);
    expect(answer.text).toContain('Idempotency-Key was used for another request');
  });

  it('counts the address, not the key in it', async () => {
    const path = '/v1beta/models/gpt-5-mini:generateContent';
    const headers = withKey();
    expect((await house.ask(path, { contents }, headers)).status).toBe(200);
    const again = await house.ask(`${path}?key=${house.gateway.key}`, { contents }, headers);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = path.replace('gpt-5-mini', 'gpt-5-nano');
    expect((await house.ask(other, { contents }, headers)).status).toBe(422);
  });
});

describe('a failure', () => {
  it.each([
    ['our own refusal', () => {}, { ...picture, size: 'huge' }, 400],
    [
      "the provider's refusal",
      () => house.fakes.openai.next({ status: 400, json: { error: { message: 'No', code: 'x' } } }),
      picture,
      400,
    ],
  ])('that made nothing is not kept: %s', async (_what, prepare, body, status) => {
    const headers = withKey();
    prepare();
    expect((await house.ask('/v1/images/generations', body, headers)).status).toBe(status);
    const again = await house.ask('/v1/images/generations', picture, headers);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, null]);
  });

  it('that may have been billed is kept, and nothing is asked for twice', async () => {
    const headers = withKey();
    house.fakes.openai.next({ raw: (response) => void response.destroy() });
    const first = await house.ask('/v1/images/generations', picture, headers);
    expect(first.status).toBe(503);
    expectReplay(first, await house.ask('/v1/images/generations', picture, headers));
    expect(upstreamCalls()).toBe(1);
  });
});

it.each(['', 'x'.repeat(256), 'ключ'])('an Idempotency-Key like "%s" is a 400', async (key) => {
  const call = house.ask('/v1/chat/completions', chat, withKey(Buffer.from(key).toString('latin1')));
  const { status, text } = await call;
  expect(status).toBe(400);
  expect(JSON.parse(text)).toMatchObject({ error: { param: 'Idempotency-Key' } });
});

it('an answer of text is made to its end although its client has left', async () => {
  const message = { role: 'assistant', content: 'Made all the same.' };
  const body = { id: 'x', object: 'chat.completion', model: 'gpt-5-mini' };
  const slow = slowReply(
    JSON.stringify({ ...body, choices: [{ index: 0, message, finish_reason: 'stop' }] }),
  );
  house.fakes.openai.next(slow.reply);
  const headers = withKey();
  const gone = new AbortController();
  const left = fetch(`${house.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.gateway.key}`, ...headers },
    body: JSON.stringify(chat),
    signal: gone.signal,
  }).catch((error: Error) => error.name);
  await slow.asked;
  gone.abort();
  expect(await left).toBe('AbortError');
  slow.answer();
  await eventually(() => slow.seen.completed);
  const again = await house.ask('/v1/chat/completions', chat, { ...headers, prefer: 'wait' });
  expect(again.text).toContain('Made all the same.');
  expect(upstreamCalls()).toBe(1);
});

it('what is kept of an answer is small: pictures and previews are blobs, not text in rows', async () => {
  const headers = withKey();
  await house.ask('/v1/images/generations', { ...picture, partial_images: 2, stream: true }, headers);
  const database = new DatabaseSync(join(house.gateway.dataDir, 'axonhub.db'), { readOnly: true });
  const row = database
    .prepare('select * from answers where idempotency_key = ?')
    .get(headers['idempotency-key']);
  database.close();
  const body = JSON.parse(String(row?.body)) as unknown[];
  expect(body.filter((each) => typeof each === 'object')).toHaveLength(3);
  expect(JSON.stringify(row)).not.toMatch(/[A-Za-z0-9+/]{200}/);
  expect(JSON.stringify(row).length).toBeLessThan(5_000);
});
