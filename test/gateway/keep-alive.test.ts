import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DRAWING_MODELS, type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ server: { keep_alive_seconds: 1 } });
});
afterAll(() => house.close());

/** Longer than two silences that the gateway must not let pass. */
const SLOW_MS = 2_600;
const model = DRAWING_MODELS.gemini;
const kite = { role: 'user', content: 'A kite' };
const contents = [{ role: 'user', parts: [{ text: 'A kite' }] }];
const generationConfig = { responseModalities: ['TEXT', 'IMAGE'] };
const EVENTS = /^(: keep-alive\n\n){2,3}(event|data): /;

const STREAMS: readonly [what: string, path: string, body: object, beginning: RegExp][] = [
  [
    'chat',
    '/v1/chat/completions',
    { model, messages: [kite], modalities: ['image', 'text'], stream: true },
    EVENTS,
  ],
  ['images', '/v1/images/generations', { model, prompt: 'A kite', stream: true }, EVENTS],
  [
    'responses',
    '/v1/responses',
    { model, input: 'A kite', tools: [{ type: 'image_generation' }], stream: true },
    EVENTS,
  ],
  ['messages', '/v1/messages', { model, max_tokens: 100, messages: [kite], stream: true }, EVENTS],
  [
    'old completions',
    '/v1/completions',
    { model: 'gemini-2.5-flash', prompt: 'A kite', stream: true },
    EVENTS,
  ],
  [
    'gemini’s events',
    `/v1beta/models/${model}:streamGenerateContent?alt=sse`,
    { contents, generationConfig },
    EVENTS,
  ],
  [
    'gemini’s array',
    `/v1beta/models/${model}:streamGenerateContent`,
    { contents, generationConfig },
    /^\n{2,3}\[\{/,
  ],
];

it.concurrent.each(STREAMS)(
  'a stream says something while the provider works: %s',
  async (_what, path, body, beginning) => {
    const answer = await house.ask(path, body);
    expect([path, answer.status, answer.text.slice(0, 200)]).toEqual([path, 200, answer.text.slice(0, 200)]);
    expect(answer.text).toMatch(beginning);
    expect(answer.headers.get('ah-request-id')).toMatch(/^req_/);
    if (path.endsWith('streamGenerateContent')) expect(JSON.parse(answer.text)).toBeInstanceOf(Array);
  },
);

beforeAll(() => {
  // Every call of these tests is answered slowly, then as the fake always does.
  for (let call = 0; call < STREAMS.length; call += 1) {
    house.fakes.gemini.next(async () => {
      await sleep(SLOW_MS);
      return { status: 200, json: ANSWER };
    });
  }
});
const ANSWER = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'A kite' }] }, finishReason: 'STOP' }],
};
