import { afterAll, beforeAll, expect, it } from 'vitest';
import { DRAWING_MODELS, type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ server: { keep_alive_seconds: 1 } });
});
afterAll(() => house.close());

const model = DRAWING_MODELS.gemini;
const said = (content: string) => [{ role: 'user', content }];
const contents = (text: string) => ({
  contents: [{ role: 'user', parts: [{ text }] }],
  generationConfig: { responseModalities: ['TEXT', 'IMAGE'] },
});
const EVENTS = /^(: keep-alive\n\n){2,}(event|data): /;
const tools = [{ type: 'image_generation' }];

const STREAMS: readonly [what: string, path: string, body: (prompt: string) => object, beginning: RegExp][] =
  [
    [
      'chat',
      '/v1/chat/completions',
      (prompt) => ({ model, messages: said(prompt), modalities: ['image', 'text'], stream: true }),
      EVENTS,
    ],
    ['images', '/v1/images/generations', (prompt) => ({ model, prompt, stream: true }), EVENTS],
    ['responses', '/v1/responses', (input) => ({ model, input, tools, stream: true }), EVENTS],
    [
      'messages',
      '/v1/messages',
      (prompt) => ({ model, max_tokens: 100, messages: said(prompt), stream: true }),
      EVENTS,
    ],
    [
      'old completions',
      '/v1/completions',
      (prompt) => ({ model: 'gemini-2.5-flash', prompt, stream: true }),
      EVENTS,
    ],
    ['gemini’s events', `/v1beta/models/${model}:streamGenerateContent?alt=sse`, contents, EVENTS],
    ['gemini’s array', `/v1beta/models/${model}:streamGenerateContent`, contents, /^\n{2,}\[\{/],
  ];

const promptOf = (what: string): string => `A kite for ${what}`;
/** The provider works until the client was told twice that it does. */
const toldTwice = new Map(STREAMS.map(([what]) => [promptOf(what), Promise.withResolvers<void>()]));

const silences = (text: string): number =>
  text.startsWith('\n') ? text.length : text.split(': keep-alive\n\n').length - 1;

it.concurrent.each(STREAMS)(
  'a stream says something while the provider works: %s',
  async (what, path, body, beginning) => {
    const began = performance.now();
    const answer = await house.gateway.post(path, body(promptOf(what)));
    let [text, secondAfterMs] = ['', 0];
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (secondAfterMs > 0 || silences(text) < 2) continue;
      secondAfterMs = performance.now() - began;
      toldTwice.get(promptOf(what))?.resolve();
    }
    expect([path, answer.status, text.slice(0, 200)]).toEqual([path, 200, text.slice(0, 200)]);
    expect(text).toMatch(beginning);
    expect(secondAfterMs).toBeGreaterThan(1_900);
    expect(answer.headers.get('ah-request-id')).toMatch(/^req_/);
    if (path.endsWith('streamGenerateContent')) expect(JSON.parse(text)).toBeInstanceOf(Array);
  },
);

beforeAll(() => {
  for (let call = 0; call < STREAMS.length; call += 1) {
    house.fakes.gemini.next(async ({ body }) => {
      for (const [prompt, { promise }] of toldTwice) if (body.includes(prompt)) await promise;
      return { status: 200, json: ANSWER };
    });
  }
});
const ANSWER = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'A kite' }] }, finishReason: 'STOP' }],
};
