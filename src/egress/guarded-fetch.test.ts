import type { LookupAddress } from 'node:dns';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fake, startFake } from '../../test/upstreams/fake.ts';
import { GatewayError } from '../contract/error.ts';
import type { Payload } from '../contract/payload.ts';
import { memorySpool } from '../storage/memory/spool.ts';
import { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const fake: Fake = await startFake(() => ({ body: PNG, headers: { 'content-type': 'image/png' } }));
const { host, port } = new URL(fake.url);
const open: GuardedFetch[] = [];
afterAll(async () => {
  await Promise.all(open.map((fetch) => fetch.close()));
  await fake.close();
});
beforeEach(() => fake.calls.splice(0));

function guard(options: GuardedFetchOptions = {}): GuardedFetch {
  const fetch = createGuardedFetch(options);
  open.push(fetch);
  return fetch;
}

const allowed = guard({ allowPrivate: [host], maxBytes: 1_048_576, timeoutMs: 60_000, maxRedirects: 2 });

const get = (fetch: GuardedFetch, url: string, signal = new AbortController().signal): Promise<Payload> =>
  fetch.fetchImage(url, memorySpool(), signal);

async function failure(work: Promise<unknown>): Promise<GatewayError> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof GatewayError)) throw error;
  expect(error.message).not.toMatch(/127\.0\.0|10\.0\.0|localhost|ECONN|ENOTFOUND/);
  return error;
}

const refusal = { code: 'invalid_request', message: expect.stringContaining('not allowed') };

/** A resolver that gives its answers one after the other, the last one for ever, and counts how often it was asked. */
function resolver(...answers: string[][]): {
  resolve: (name: string) => Promise<LookupAddress[]>;
  asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    resolve: async (name) => {
      asked.push(name);
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
      return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  };
}

describe('fetching an image', () => {
  it('brings its bytes into the spool, without sending anything of ours', async () => {
    const payload = await get(allowed, `${fake.url}/cat.png?size=1`);
    expect(Buffer.from(payload.bytes ?? [])).toEqual(PNG);
    expect(fake.calls[0]).toMatchObject({ method: 'GET', path: '/cat.png?size=1' });
    expect(Object.keys(fake.calls[0]?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  it.each(['application/octet-stream', 'binary/octet-stream', 'text/plain', ''])(
    'takes a picture that is declared as %j',
    async (type) => {
      fake.next({ body: PNG, headers: { 'content-type': type } });
      expect((await get(allowed, fake.url)).size).toBe(PNG.length);
    },
  );

  it('takes a picture that was compressed all the same', async () => {
    fake.next({ body: gzipSync(PNG), headers: { 'content-encoding': 'gzip', 'content-type': 'image/png' } });
    expect((await get(allowed, fake.url)).size).toBe(PNG.length);
  });

  it('follows redirects, relative ones too, up to the limit', async () => {
    const hop = (location: string) => fake.next({ status: 302, headers: { location }, body: '' });
    hop('/second');
    hop(`${fake.url}/third`);
    expect((await get(allowed, fake.url)).size).toBe(PNG.length);
    expect(fake.calls.map((call) => call.path)).toEqual(['/', '/second', '/third']);
    for (let n = 0; n < 3; n += 1) hop('/again');
    expect((await failure(get(allowed, fake.url))).message).toContain('redirects too often');
  });
});

describe('addresses outside the public internet', () => {
  it.each([
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    `http://0x7f.1:${port}/`,
    `http://2130706433:${port}/`,
    `http://127.1:${port}/`,
    `http://0177.0.0.1:${port}/`,
    `http://127.0.0.1.:${port}/`,
    `http://１２７.0.0.1:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://0:${port}/`,
    'http://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
  ])('%s is refused', async (url) => {
    expect(await failure(get(guard(), url))).toMatchObject(refusal);
    expect(fake.calls).toHaveLength(0);
  });

  it('are refused where a redirect leads there', async () => {
    fake.next({ status: 302, headers: { location: 'http://169.254.169.254/latest' }, body: '' });
    expect(await failure(get(allowed, fake.url))).toMatchObject(refusal);
    fake.next({ status: 302, headers: { location: 'file:///etc/passwd' }, body: '' });
    expect((await failure(get(allowed, fake.url))).message).toContain('only http and https');
  });

  it('are refused where a name resolves to one, even beside public ones', async () => {
    const { resolve } = resolver(['93.184.216.34', '10.0.0.1']);
    expect(await failure(get(guard({ resolve }), `http://cats.example:${port}/`))).toMatchObject(refusal);
    expect(await failure(get(guard({ resolve }), 'https://cats.example/'))).toMatchObject(refusal);
  });

  it('are refused where a name resolves to nothing', async () => {
    const { resolve } = resolver([]);
    expect((await failure(get(guard({ resolve }), 'http://cats.example/'))).code).toBe('invalid_request');
  });

  it('gain nothing from a name that changes its answer: the checked address is the one connected to', async () => {
    const { resolve, asked } = resolver(['127.0.0.1'], ['127.0.0.2']);
    const fetch = guard({ resolve, allowPrivate: ['127.0.0.1/32'] });
    fake.next({ body: PNG, headers: { connection: 'close' } });
    await get(fetch, `http://cats.example:${port}/`);
    expect(asked).toEqual(['cats.example']);
    expect(fake.calls[0]?.headers.host).toBe(`cats.example:${port}`);
    expect(await failure(get(fetch, `http://cats.example:${port}/`))).toMatchObject(refusal);
    expect(asked).toHaveLength(2);
    expect(fake.calls).toHaveLength(1);
  });

  it('are allowed where the operator names host and port', async () => {
    const { resolve } = resolver(['10.0.0.1']);
    const fetch = guard({ resolve, allowPrivate: [`localhost:${port}`, 'localhost:81'] });
    expect((await failure(get(fetch, 'http://localhost:81/'))).facts.internal).toContain('ECONNREFUSED');
    expect((await get(fetch, `http://localhost:${port}/`)).size).toBe(PNG.length);
    expect(await failure(get(fetch, 'http://localhost:9/'))).toMatchObject({ code: 'invalid_request' });
  });
});

describe('a URL', () => {
  it.each([
    ['not a url', 'no valid URL'],
    ['ftp://cats.example/a.png', 'only http and https'],
    ['javascript:alert(1)', 'only http and https'],
    ['http://user:secret@cats.example/', 'credentials'],
    ['http://cats.example:22/', 'port 22'],
    ['https://cats.example:25/', 'port 25'],
  ])('%s is refused', async (url, reason) => {
    const error = await failure(get(allowed, url));
    expect(error.code).toBe('invalid_request');
    expect(error.message).toContain(reason);
    expect(error.message).not.toContain('secret');
  });
});

describe('a server that', () => {
  const raw = (answer: (response: ServerResponse) => void): void => fake.next({ raw: answer });

  it('has no such image is named with its status', async () => {
    fake.next({ status: 404, body: 'no' });
    expect((await failure(get(allowed, fake.url))).message).toContain('status 404');
  });

  it.each([
    ['text/html; charset=utf-8', '<html>Please log in</html>', 'text/html'],
    ['application/json', '{"error":"expired"}', 'application/json'],
    ['<b>odd</b>', 'text', 'something else'],
    ['image/png', '', 'empty'],
  ])('answers %s with %j gives no image', async (type, body, reason) => {
    fake.next({ body, headers: { 'content-type': type } });
    const error = await failure(get(allowed, fake.url));
    expect(error.code).toBe('invalid_request');
    expect(error.message).toContain(reason);
    expect(error.message).not.toContain('<b>');
  });

  it('announces too much is not read at all', async () => {
    raw((response) => {
      response.writeHead(200, { 'content-length': '2000000' });
      response.flushHeaders();
    });
    expect(await failure(get(allowed, fake.url))).toMatchObject({ code: 'too_large' });
  });

  it('never stops sending is left at the limit, also when it compresses', async () => {
    const endless = (headers: Record<string, string>, chunk: Buffer): Promise<unknown> =>
      new Promise((resolve) =>
        raw((response) => {
          response.writeHead(200, headers);
          const timer = setInterval(() => response.write(chunk), 1);
          response.once('close', () => resolve(clearInterval(timer)));
        }),
      );
    const plain = endless({}, Buffer.alloc(100_000));
    expect(await failure(get(allowed, fake.url))).toMatchObject({
      code: 'too_large',
      message: 'The image is larger than 1 MiB.',
    });
    await plain;
    const bomb = endless({ 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(20_000_000)));
    expect(await failure(get(allowed, fake.url))).toMatchObject({ code: 'too_large' });
    await bomb;
  });

  it.each([
    ['never answers', () => {}],
    ['drips its body', (response: ServerResponse) => drip(response)],
  ])('%s is given up in time', async (_, answer) => {
    const slow = await startFake(() => ({ raw: answer }));
    const hasty = guard({ allowPrivate: [new URL(slow.url).host], timeoutMs: 150 });
    expect((await failure(get(hasty, slow.url))).message).toContain('takes too long');
    await slow.close();
  });

  it('breaks off is reported without its address', async () => {
    raw((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write(PNG, () => response.destroy());
    });
    expect((await failure(get(allowed, fake.url))).message).toContain('broke off');
    const gone = guard({ allowPrivate: ['127.0.0.1:1024'] });
    const error = await failure(get(gone, 'http://127.0.0.1:1024/'));
    expect(error.facts.internal).toContain('ECONNREFUSED');
  });

  it('damages its compression gives no image', async () => {
    fake.next({ body: PNG, headers: { 'content-encoding': 'gzip' } });
    expect((await failure(get(allowed, fake.url))).code).toBe('invalid_request');
  });

  it('is slower than the client has patience for is left when the client goes', async () => {
    const controller = new AbortController();
    const closed = new Promise((resolve) =>
      raw((response) => {
        response.once('close', resolve);
        controller.abort();
      }),
    );
    expect((await failure(get(allowed, fake.url, controller.signal))).code).toBe('client_closed');
    await closed;
  });
});

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(PNG), 20);
  response.once('close', () => clearInterval(timer));
}
