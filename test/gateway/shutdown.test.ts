import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { PROVIDERS } from '../../src/providers/all.ts';
import { speak } from '../attacks/raw-http.ts';
import { type Fake, startFake } from '../upstreams/fake.ts';
import { makePicture } from '../upstreams/picture.ts';
import { blobFiles } from './kept-pictures.ts';

const drawn = await makePicture({ width: 1024, height: 1024, format: 'png', label: 'late' });

let upstream: Fake;
let answer: () => void;
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'axonhub-test-'));
  const { promise: mayAnswer, resolve } = Promise.withResolvers<void>();
  answer = resolve;
  upstream = await startFake(async ({ path }) => {
    await mayAnswer;
    if (path.includes('images'))
      return { json: { created: 1, data: [{ b64_json: drawn.toString('base64') }] } };
    const message = { role: 'assistant', content: 'Done.' };
    return { json: { id: 'x', choices: [{ index: 0, message, finish_reason: 'stop' }] } };
  });
});
afterEach(async () => {
  await upstream.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(graceSeconds: number): Promise<App> {
  const config = await loadConfig({
    options: { port: '0', dataDir },
    env: { OPENAI_API_KEY: 'sk-test', AXONHUB_LOG_LEVEL: 'silent' },
    cwd: dataDir,
    providers: PROVIDERS,
  });
  const channels = config.channels.map((channel) => ({ ...channel, baseUrl: `${upstream.url}/v1` }));
  const server = { ...config.server, shutdownGraceMs: graceSeconds * 1_000 };
  return startApp({ ...config, channels, server }, { version: '0' });
}

/** The request has reached the upstream when the promise resolves. */
async function ask(
  app: App,
  path: string,
  body: object,
  signal?: AbortSignal,
): Promise<{ answer: Promise<Response> }> {
  const answer = fetch(app.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.firstKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  answer.catch(() => {});
  while (upstream.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return { answer };
}

/** In seconds: whatever the stop waited for would outlast the test. */
const TEN_MINUTES = 600;
const chat = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'hi' }] };
const picture = { model: 'gpt-image-2', prompt: 'A kite' };

it('a stop lets running requests end, and then does not wait for clients that keep their connection', async () => {
  const app = await start(TEN_MINUTES);
  const body = JSON.stringify(chat);
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    'host: x',
    `authorization: Bearer ${app.firstKey}`,
    `content-length: ${body.length}`,
  ];
  const speaking = speak(app.url, `${head.join('\r\n')}\r\n\r\n${body}`, TEN_MINUTES * 1_000);
  await expect.poll(() => upstream.calls.length).toBe(1);
  const closed = app.close();
  answer();
  expect((await speaking).text).toContain('"content":"Done."');
  await closed;
});

it('a stop does not wait for a client that has connected and asks nothing', async () => {
  const app = await start(TEN_MINUTES);
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  await once(socket, 'connect');
  await app.close();
});

it('a stop waits for a picture whose client has left, which is kept', async () => {
  const app = await start(60);
  const leaving = new AbortController();
  await ask(app, '/v1/images/generations', picture, leaving.signal);
  leaving.abort();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const closed = app.close();
  setTimeout(answer, 200);
  await closed;
  const sha256 = createHash('sha256').update(drawn).digest('hex');
  expect(await blobFiles(dataDir, sha256)).toHaveLength(1);
});

it('a request that outlasts the grace is told so', async () => {
  const app = await start(0);
  const asked = await ask(app, '/v1/images/generations', picture);
  await app.close();
  const response = await asked.answer;
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { message: 'The gateway is being stopped.' } });
});
