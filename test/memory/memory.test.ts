import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toDataUrl } from '../gateway/read-chat.ts';
import { type Fake, type FakeReply, startFake } from '../upstreams/fake.ts';
import { noisePicture } from './noise-picture.ts';
import { startWatchedGateway, type WatchedGateway } from './watched-gateway.ts';

const MEGABYTE = 1_000_000;
/** Legal sizes of gpt-image-2, so that nothing has to be edited. */
const LARGE = { width: 2640, height: 2640 };
const SMALL = { width: 816, height: 816 };
const [largeIn, largeOut, smallIn, smallOut] = await Promise.all(
  [LARGE, LARGE, SMALL, SMALL].map(({ width, height }) => noisePicture(width, height)),
);
if (!largeIn || !largeOut || !smallIn || !smallOut) throw new Error('no pictures');

interface Load {
  readonly size: { readonly width: number; readonly height: number };
  readonly sent: Buffer;
  readonly returned: Buffer;
}
const HEAVY: Load = { size: LARGE, sent: largeIn, returned: largeOut };
const LIGHT: Load = { size: SMALL, sent: smallIn, returned: smallOut };

let load = LIGHT;
let openai: Fake;
let gemini: Fake;
let openrouter: Fake;
/** Tells about its memory. */
let frugal: WatchedGateway;
/** Tells about its strings. */
let talkative: WatchedGateway;

beforeAll(async () => {
  openai = await startFake((call) =>
    openAiReply(/"stream":true|name="stream"/.test(call.body.toString('latin1'))),
  );
  gemini = await startFake(() => geminiReply());
  openrouter = await startFake((call) =>
    openRouterReply((call.json as { stream?: boolean }).stream === true),
  );
  const upstreams = { openai, gemini, openrouter };
  const channels = Object.entries(upstreams).map(([type, { url }]) => ({
    ...{ name: type, type, base_url: url, api_key: 'sk-test' },
  }));
  frugal = await startWatchedGateway(channels, 'memory');
  talkative = await startWatchedGateway(channels, 'strings');
}, 60_000);
afterAll(async () => {
  await frugal.close();
  await talkative.close();
  await Promise.all([openai, gemini, openrouter].map((fake) => fake.close()));
});
beforeEach(() => {
  for (const fake of [openai, gemini, openrouter]) fake.calls.length = 0;
});

const base64 = () => load.returned.toString('base64');

function openAiReply(stream: boolean): FakeReply {
  if (!stream) return { json: { created: 1, data: [{ b64_json: base64() }] } };
  const completed = { type: 'image_edit.completed', b64_json: base64(), created_at: 1 };
  return { sse: [`event: ${completed.type}\ndata: ${JSON.stringify(completed)}\n\n`] };
}

function geminiReply(): FakeReply {
  const parts = [{ inlineData: { mimeType: 'image/png', data: base64() } }];
  return { json: { candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0 }] } };
}

function openRouterReply(stream: boolean): FakeReply {
  const images = [{ type: 'image_url', image_url: { url: toDataUrl(load.returned) } }];
  const head = { id: 'gen-1', created: 1, model: 'x' };
  const message = { role: 'assistant', content: '', images };
  if (!stream) return { json: { ...head, choices: [{ index: 0, finish_reason: 'stop', message }] } };
  const chunk = (delta: object, finish_reason: string | null) =>
    `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  return { sse: [chunk(message, null), chunk({}, 'stop'), 'data: [DONE]\n\n'] };
}

interface Body {
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const json = (path: string, body: object): Body => ({
  path,
  type: 'application/json',
  bytes: Buffer.from(JSON.stringify(body)),
});

const chat = (model: string, more: object = {}) => {
  const content = [
    { type: 'text', text: 'Make it night' },
    { type: 'image_url', image_url: { url: toDataUrl(load.sent) } },
  ];
  const messages = [{ role: 'user', content }];
  return json('/v1/chat/completions', { model, messages, modalities: ['image'], ...more });
};

const sizeName = () => `${load.size.width}x${load.size.height}`;

async function upload(): Promise<Body> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ model: 'gpt-image-2', prompt: 'Night', size: sizeName() })) {
    form.append(name, value);
  }
  form.append('image', new Blob([new Uint8Array(load.sent)], { type: 'image/png' }), 'in.png');
  const response = new Response(form);
  const type = response.headers.get('content-type') ?? '';
  return { path: '/v1/images/edits', type, bytes: Buffer.from(await response.arrayBuffer()) };
}

const WAYS: { readonly [way: string]: () => Body | Promise<Body> } = {
  'chat with OpenAI': () => chat('gpt-image-2', { size: sizeName() }),
  'streamed chat with OpenAI': () => chat('gpt-image-2', { size: sizeName(), stream: true }),
  'chat with Gemini': () => chat('gemini-3-pro-image', { size: 'auto' }),
  'streamed chat with OpenRouter': () => chat('google/gemini-3-pro-image', { size: 'auto', stream: true }),
  'the Images API, multipart': upload,
  'the Images API, JSON, streamed': () =>
    json('/v1/images/edits', {
      model: 'gpt-image-2',
      prompt: 'Night',
      images: [{ image_url: toDataUrl(load.sent) }],
      size: sizeName(),
      stream: true,
    }),
};

function send(gateway: WatchedGateway, { path, type, bytes }: Body): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${gateway.key}`,
      'content-type': type,
      'content-length': bytes.length,
      'ah-image-shape': 'images',
    };
    const call = request(gateway.url + path, { method: 'POST', headers }, resolve);
    call.once('error', reject);
    call.end(bytes);
  });
}

/** The answer's picture, as a hash. */
async function pictureOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('latin1');
  const found = [...text.matchAll(/(?:"b64_json":"|data:image\/png;base64,)([A-Za-z0-9+/=]+)"/g)];
  if (response.statusCode !== 200 || found.length !== 1) throw new Error(text.slice(0, 1000));
  return hash(Buffer.from(found[0]?.[1] ?? '', 'base64'));
}

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The picture that arrived upstream is the one that was sent. */
function checkArrival(): void {
  const [call] = [openai, gemini, openrouter].flatMap(({ calls }) => calls);
  const arrived =
    call?.form.some(({ data }) => data.equals(load.sent)) ||
    call?.body.includes(load.sent.toString('base64'));
  expect(arrived).toBe(true);
}

describe('a picture of 20 MB in and out', () => {
  /**
   * Bytes resident in a gateway that has served some ordinary pictures. V8 lets dead buffers of some 60 MB lie about before it
   * collects them, whatever the size of the pictures they were part of: that is there before anything is measured.
   */
  let warm = 0;
  beforeAll(async () => {
    load = LIGHT;
    for (let round = 0; round < 3; round += 1) {
      for (const way of Object.values(WAYS)) {
        expect(await pictureOf(await send(frugal, await way()))).toBe(hash(load.returned));
      }
    }
    warm = (await frugal.reset()).resident;
    load = HEAVY;
    expect(load.sent.length).toBeGreaterThan(20 * MEGABYTE);
  }, 60_000);

  it.each(Object.entries(WAYS))(
    'through %s takes at most three times its size',
    async (_name, way) => {
      await frugal.reset();
      expect(await pictureOf(await send(frugal, await way()))).toBe(hash(load.returned));
      checkArrival();
      const { peakResident } = await frugal.report();
      expect(peakResident - warm).toBeLessThan(3 * load.sent.length);
    },
    60_000,
  );

  it.each(Object.entries(WAYS))(
    'through %s makes no long string',
    async (_name, way) => {
      await talkative.reset();
      expect(await pictureOf(await send(talkative, await way()))).toBe(hash(load.returned));
      const { longestString, madeBy } = await talkative.report();
      expect(longestString).toBeGreaterThan(0);
      expect(longestString, madeBy).toBeLessThan(MEGABYTE);
    },
    60_000,
  );

  it('is at no moment alive as a string, not even in pieces', async () => {
    const body = (await WAYS['chat with OpenAI']?.()) as Body;
    const before = await talkative.largeLiveStrings();
    const response = await send(talkative, body);
    // The client reads nothing yet: request and answer are both at hand in the gateway.
    const during = await talkative.largeLiveStrings();
    expect(during).toEqual(before);
    response.resume();
    await once(response, 'end');
  }, 60_000);
});
