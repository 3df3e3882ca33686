import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makePicture } from '../upstreams/picture.ts';
import { DRAWING_MODELS, type House, openHouse } from './house.ts';
import { blobFiles, eventually, keptRows } from './kept-pictures.ts';
import { slowReply } from './slow-reply.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.forgetCalls());

const drawn = await makePicture({ width: 1024, height: 1024, format: 'png', label: 'slow' });

const imagesReply = JSON.stringify({ created: 1, data: [{ b64_json: drawn.toString('base64') }] });

/** A call whose client goes away on `leave`. */
function leavingClient(path: string, body: object) {
  const gone = new AbortController();
  const done = fetch(house.gateway.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.gateway.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: gone.signal,
  })
    .then((response) => response.text())
    .catch((error: Error) => error.name);
  return { leave: () => gone.abort(), done };
}

const picture = {
  model: DRAWING_MODELS.openai,
  messages: [{ role: 'user', content: 'A kite' }],
  size: '1024x1024',
};

describe('a client that leaves while its picture is being drawn', () => {
  it.each([
    ['chat', '/v1/chat/completions', { ...picture, modalities: ['image'] }],
    ['streamed chat', '/v1/chat/completions', { ...picture, modalities: ['image'], stream: true }],
    [
      'the Images API',
      '/v1/images/generations',
      { model: picture.model, prompt: 'A kite', size: '1024x1024' },
    ],
    [
      'the streamed Images API',
      '/v1/images/generations',
      { model: picture.model, prompt: 'A kite', size: '1024x1024', stream: true },
    ],
  ])('through %s: the upstream answers to the end, and the picture is kept', async (_what, path, body) => {
    const before = keptRows(house.gateway.dataDir).length;
    const { reply, asked, answer, seen } = slowReply(imagesReply);
    house.fakes.openai.next(reply);
    const client = leavingClient(path, body);
    await asked;
    client.leave();
    expect(await client.done).toBe('AbortError');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(seen.broken).toBe(false);
    answer();
    await eventually(() => keptRows(house.gateway.dataDir).length > before);
    expect(seen.completed).toBe(true);
    const row = keptRows(house.gateway.dataDir).at(-1);
    expect(row).toMatchObject({ width: 1024, media_type: 'image/png' });
    expect(await blobFiles(house.gateway.dataDir, row?.sha256 ?? 'none')).toHaveLength(1);
  });

  it('leaves no temporary file behind', async () => {
    await eventually(async () => {
      const entries = await readdir(house.gateway.dataDir, { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name));
      return files.filter((file) => /spool|tmp/.test(file.slice(house.gateway.dataDir.length))).length === 0;
    });
  });
});

describe('a client that leaves', () => {
  it.each([false, true])(
    'while text is awaited: the call upstream is given up (stream: %s)',
    async (stream) => {
      const { reply, asked, answer, seen } = slowReply('{}');
      house.fakes.openai.next(reply);
      const messages = [{ role: 'user', content: 'Hello' }];
      const client = leavingClient('/v1/chat/completions', { model: 'gpt-5-mini', messages, stream });
      await asked;
      client.leave();
      await client.done;
      await eventually(() => seen.broken);
      answer();
    },
  );

  it('in the middle of a text stream: the stream upstream is closed', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const chunk = (content: string) =>
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: 'gpt-5-mini', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;
    house.fakes.openai.next({
      raw: async (response) => {
        response.once('close', () => resolve());
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        while (!response.destroyed) {
          response.write(chunk('word '));
          await new Promise((next) => setTimeout(next, 10));
        }
      },
    });
    const gone = new AbortController();
    const response = await fetch(`${house.gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.gateway.key}` },
      body: JSON.stringify({
        model: 'gpt-5-mini',
        messages: [{ role: 'user', content: 'Hello' }],
        stream: true,
      }),
      signal: gone.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    gone.abort();
    await closed;
  });

  it('before its body has arrived costs nothing upstream', async () => {
    const authorization = `Bearer ${house.gateway.key}`;
    const call = request(`${house.gateway.url}/v1/images/generations`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'content-length': '100000' },
    });
    call.on('error', () => undefined);
    call.write('{"model":"gpt-image-2","prompt":"A kite');
    const inFlight = async (): Promise<string | undefined> =>
      /axonhub_requests_in_flight (\d+)/.exec((await house.get('/metrics')).text)?.[1];
    await expect.poll(inFlight).toBe('1');
    const closed = new Promise((resolve) => call.once('close', resolve));
    call.destroy();
    await closed;
    await expect.poll(inFlight).toBe('0');
    expect(house.calls('openai')).toEqual([]);
  });
});
