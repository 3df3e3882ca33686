import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FakeReply } from '../upstreams/fake.ts';
import {
  type Answer,
  DRAWING_MODELS,
  type House,
  openHouse,
  PROVIDER_NAMES,
  UPSTREAM_KEYS,
  type UpstreamName,
} from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ server: { body_limit_mb: 2 } });
});
afterAll(() => house.close());
beforeEach(() => house.forgetCalls());

const UPSTREAMS = Object.keys(UPSTREAM_KEYS) as readonly UpstreamName[];
const TEXT_MODELS: Readonly<Record<UpstreamName, string>> = {
  openai: 'gpt-5-mini',
  doubao: 'doubao-seed-2-1-pro-260915',
  openrouter: 'google/gemini-2.5-flash',
  gemini: 'gemini-2.5-flash',
};

const CHAT = '/v1/chat/completions';
const chat = (model: string, content = 'A red kite', more: object = {}) => ({
  model,
  messages: [{ role: 'user', content }],
  ...more,
});
const picture = (model: string, content?: string) => chat(model, content, { modalities: ['image', 'text'] });

interface ErrorBody {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string;
  readonly request_id: string;
}

/** The error of an answer, which must be in OpenAI's form. */
function errorOf({ text, headers }: Answer): ErrorBody {
  expect(headers.get('content-type')).toContain('application/json');
  const { error } = JSON.parse(text) as { error: ErrorBody };
  expect(Object.keys(error)).toEqual(expect.arrayContaining(['message', 'type', 'param', 'code']));
  expect(headers.get('ah-request-id') ?? error.request_id).toBe(error.request_id);
  return error;
}

describe('a mistake of the client', () => {
  it('in the model’s name is a 404 with the nearest name', async () => {
    const answer = await house.ask(CHAT, chat('gpt-imaeg-2'));
    expect(answer.status).toBe(404);
    const error = errorOf(answer);
    expect(error).toMatchObject({ code: 'model_not_found', param: 'model' });
    expect(error.message).toContain('gpt-image-2');
  });

  it.each([
    ['an unknown key', { authorization: 'Bearer ah-wrong-0123456789' }],
    ['an empty key', { authorization: 'Bearer ' }],
    ['a key of the upstream', { authorization: 'Bearer sk-test' }],
  ])('with %s is a 401', async (_what, headers) => {
    const answer = await house.ask(CHAT, chat('demo-chat'), headers);
    expect(answer.status).toBe(401);
    expect(errorOf(answer)).toMatchObject({ code: 'invalid_api_key', type: 'authentication_error' });
  });

  it('is told by the key before the body is looked at', async () => {
    const answer = await house.ask(CHAT, { nonsense: true }, { authorization: 'Bearer ah-wrong-0123456789' });
    expect(answer.status).toBe(401);
  });

  it.each([
    ['no messages', { model: 'demo-chat' }, 'messages'],
    ['empty messages', { model: 'demo-chat', messages: [] }, 'messages'],
    [
      'an unknown role',
      { model: 'demo-chat', messages: [{ role: 'king', content: '' }] },
      'messages[0].role',
    ],
    [
      'content of a wrong type',
      { model: 'demo-chat', messages: [{ role: 'user', content: 7 }] },
      'messages[0].content',
    ],
    [
      'an unknown part',
      { model: 'demo-chat', messages: [{ role: 'user', content: [{ type: 'smell' }] }] },
      'messages[0].content[0].type',
    ],
    ['a bad temperature', chat('demo-chat', 'x', { temperature: 3 }), 'temperature'],
    ['bad modalities', chat('demo-image', 'x', { modalities: ['image', 'smell'] }), 'modalities'],
    [
      'a bad size',
      chat('demo-image', 'x', { tools: [{ type: 'image_generation', image_generation: { size: 'huge' } }] }),
      'tools[0].image_generation.size',
    ],
    [
      'a bad background',
      chat('demo-image', 'x', {
        tools: [{ type: 'image_generation', image_generation: { background: 'pink' } }],
      }),
      'tools[0].image_generation.background',
    ],
    [
      'a compression of 101',
      chat('demo-image', 'x', {
        tools: [{ type: 'image_generation', image_generation: { output_compression: 101 } }],
      }),
      'tools[0].image_generation.output_compression',
    ],
    [
      'a mask without a picture',
      chat('demo-image', 'x', {
        tools: [
          {
            type: 'image_generation',
            image_generation: { input_image_mask: { image_url: 'data:image/png;base64,iVBORw0KGgo=' } },
          },
        ],
      }),
      'tools[0].image_generation.input_image_mask.image_url',
    ],
    ['a bad stream flag', chat('demo-chat', 'x', { stream: 'yes' }), 'stream'],
    ['no model', { messages: [{ role: 'user', content: 'x' }] }, 'model'],
  ])('%s: a 400 that names the field', async (_what, body, param) => {
    const answer = await house.ask(CHAT, body);
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ type: 'invalid_request_error', param });
  });

  it.each([
    '',
    '{',
    '[]',
    '"x"',
    '{"model":"demo-chat","messages":[{"role":"user","content":"x"}]} trailing',
  ])('a body that is no JSON object (%j) is a 400', async (body) => {
    const response = await fetch(house.gateway.url + CHAT, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.gateway.key}`, 'content-type': 'application/json' },
      body,
    });
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(errorOf({ status: 400, headers: response.headers, text }).type).toBe('invalid_request_error');
  });

  it('a body over the limit is a 413, announced or not', async () => {
    const content = 'x'.repeat(3 * 1_048_576);
    const announced = await house.ask(CHAT, chat('demo-chat', content));
    expect(announced.status).toBe(413);
    expect(errorOf(announced).code).toBe('request_too_large');
    const response = await fetch(house.gateway.url + CHAT, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.gateway.key}`, 'content-type': 'application/json' },
      body: ReadableStream.from([Buffer.from(JSON.stringify(chat('demo-chat', content)))]),
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });

  it('a wrong content type is a 415', async () => {
    const form = new FormData();
    form.append('model', 'demo-chat');
    expect((await house.upload(CHAT, form)).status).toBe(415);
  });

  it('an unknown path is a 404 in the same form', async () => {
    const answer = await house.ask('/v1/chat/completion', {});
    expect(answer.status).toBe(404);
    expect(errorOf(answer).code).toBe('not_found');
  });
});

describe.each(PROVIDER_NAMES)('a refusal of %s', (provider) => {
  const paths: readonly (readonly [string, object])[] = [
    [CHAT, picture(DRAWING_MODELS[provider], 'Something forbidden')],
    ['/v1/images/generations', { model: DRAWING_MODELS[provider], prompt: 'Something forbidden' }],
  ];
  for (const [path, body] of paths) {
    for (const stream of [false, true]) {
      it(`has its own code on ${path} (stream: ${stream})`, async () => {
        const answer = await house.ask(path, { ...body, stream });
        expect(answer.status).toBe(400);
        expect(errorOf(answer)).toMatchObject({
          code: 'moderation_blocked',
          type: 'image_generation_user_error',
        });
        if (provider !== 'demo') expect(house.calls(provider)).toHaveLength(1);
      });
    }
  }
});

it('a picture that a text model refuses to draw inside a 200 is a refusal too', async () => {
  const answer = await house.ask(CHAT, {
    ...chat('gpt-5-mini', 'Draw something forbidden'),
    tools: [{ type: 'image_generation' }],
    tool_choice: 'required',
  });
  expect(answer.status).toBe(400);
  expect(errorOf(answer).code).toBe('moderation_blocked');
});

/** What an upstream might say of itself; none of it is a client's business. */
const TELLTALE = 'at Server.handle (/srv/app/index.js:12:5) https://internal.example/v1 key sk-secret-abcdef';

describe.each(UPSTREAMS)('a failure of %s', (provider) => {
  const models = [TEXT_MODELS[provider], DRAWING_MODELS[provider]];
  const failures: readonly (readonly [string, FakeReply, number, string])[] = [
    [
      'a rate limit',
      { status: 429, headers: { 'retry-after': '30' }, json: { error: { message: TELLTALE, code: 429 } } },
      429,
      'rate_limit_exceeded',
    ],
    ['a server error', { status: 500, json: { error: { message: TELLTALE } } }, 502, 'upstream_error'],
    ['an overload', { status: 503, json: { error: { message: TELLTALE } } }, 503, 'upstream_unavailable'],
    [
      'a page in HTML',
      { status: 502, headers: { 'content-type': 'text/html' }, body: `<html>${TELLTALE}</html>` },
      502,
      'upstream_error',
    ],
    ['a page in HTML as a success', { body: `<html>${TELLTALE}</html>` }, 502, 'upstream_error'],
    ['an empty success', { json: {} }, 502, 'upstream_error'],
    ['a refused key', { status: 401, json: { error: { message: TELLTALE } } }, 502, 'upstream_auth_failed'],
    // Within the answer: text whose connection broke before it, when it was used again, is asked once more.
    ['a broken connection', { raw: breaksOff }, 503, 'upstream_unavailable'],
  ];
  for (const [what, reply, status, code] of failures) {
    for (const model of models) {
      it(`${what} of ${model} is ${status} ${code}`, async () => {
        house.fakes[provider].next(reply);
        const answer = await house.ask(CHAT, model === models[0] ? chat(model) : picture(model));
        const error = errorOf(answer);
        expect(answer.status).toBe(status);
        expect(what === 'an empty success' ? [code, 'no_image'] : [code]).toContain(error.code);
        if (status === 429 && provider !== 'gemini') expect(answer.headers.get('retry-after')).toBe('30');
      });
    }
  }
});

function breaksOff({ socket }: ServerResponse): void {
  socket?.end('HTTP/1.1 2');
}

it('an upstream that repeats the key it was sent is quoted without it', async () => {
  const message = `The key ${UPSTREAM_KEYS.openai} may not do this.`;
  for (const status of [400, 401]) {
    house.fakes.openai.next({ status, json: { error: { message, type: 'invalid_request_error' } } });
    const { text } = await house.ask(CHAT, chat(TEXT_MODELS.openai));
    expect(text + house.gateway.log()).not.toContain(UPSTREAM_KEYS.openai);
  }
});

describe('no answer', () => {
  it('holds an upstream’s key or address, a stack or a file of ours', () => {
    expect(house.answers.length).toBeGreaterThan(80);
    const secrets = [
      ...Object.values(UPSTREAM_KEYS).map((key) => `Bearer ${key}`),
      ...['ark-test', 'sk-or-test', 'gm-test', 'sk-secret', 'internal.example', '/srv/app'],
      ...Object.values(house.fakes).map(({ url }) => url.replace('http://', '')),
      ...['node_modules', 'node:internal', '/src/', '.ts:', house.gateway.dataDir],
    ];
    for (const { text, headers } of house.answers) {
      const said = `${text} ${JSON.stringify([...headers])}`;
      for (const secret of secrets) expect(said).not.toContain(secret);
      expect(said).not.toMatch(/\n\s+at /);
    }
  });

  it('nor does the operator’s log hold a key', () => {
    for (const key of [...Object.values(UPSTREAM_KEYS), house.gateway.key]) {
      expect(house.gateway.log()).not.toContain(key);
    }
  });
});
