import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { undisturbed } from '../../test/timing/undisturbed.ts';
import { type Fake, startFake } from '../../test/upstreams/fake.ts';
import { rawServer } from '../../test/upstreams/raw-server.ts';
import { GatewayError } from '../contract/error.ts';
import type { Payload } from '../contract/payload.ts';
import type { Call, OutgoingRequest } from '../contract/provider.ts';
import { SplicedString, type Tree } from '../contract/tree.ts';
import { createUpstream, type SendOptions, type UpstreamReply } from './upstream.ts';

const upstream = createUpstream();
const fake: Fake = await startFake(() => ({ json: { ok: true } }));
afterAll(async () => {
  await upstream.close();
  await fake.close();
});
beforeEach(() => fake.calls.splice(0));

const LIMITS = {
  headers: { authorization: 'Bearer sk-1' },
  timeoutMs: 60_000,
  idleTimeoutMs: 60_000,
  bodyTimeoutMs: 60_000,
};
const POST: Call = { method: 'POST', path: '/images', body: { kind: 'json', tree: { n: 1 } } };

const send = (call: Call, options: Partial<SendOptions> = {}): Promise<UpstreamReply> =>
  upstream.send(call, { baseUrl: fake.url, signal: new AbortController().signal, ...LIMITS, ...options });

/** What the call fails with; `internal` and the stack aside, none of it may name the host. */
async function failure(work: Promise<unknown>): Promise<GatewayError> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof GatewayError)) throw error;
  expect(error.message).not.toMatch(/127\.0\.0\.1|localhost|\d{4}/);
  return error;
}

const answer = (raw: (response: ServerResponse, request: IncomingMessage) => void): void =>
  fake.next({ raw });

/** A payload of `size` bytes, made while it is read. */
const generated = (size: number): Payload => ({
  size,
  head: new Uint8Array(),
  async *read() {
    for (let left = size; left > 0; left -= 65_536) yield Buffer.alloc(Math.min(left, 65_536), 7);
  },
});

describe('what leaves', () => {
  it('is JSON with its exact length, under the base URL, with the credentials', async () => {
    const reply = await send({ ...POST, path: '/v1/images?x=1' });
    expect(reply.status).toBe(200);
    expect(await text(reply.body)).toBe('{"ok":true}');
    const [call] = fake.calls;
    expect(call).toMatchObject({ method: 'POST', path: '/v1/images?x=1', json: { n: 1 } });
    expect(call?.headers).toMatchObject({
      authorization: 'Bearer sk-1',
      'content-type': 'application/json',
      'content-length': '7',
    });
    expect(call?.headers).not.toHaveProperty('transfer-encoding');
  });

  it('streams payloads as base64 within JSON, still with an exact length', async () => {
    const size = 3_000_001;
    const tree = { image: SplicedString.of('data:image/png;base64,', generated(size)) };
    await (await send({ ...POST, body: { kind: 'json', tree } })).body.cancel();
    const [call] = fake.calls;
    expect(call?.json).toEqual({
      image: `data:image/png;base64,${Buffer.alloc(size, 7).toString('base64')}`,
    });
    expect(call?.headers['content-length']).toBe(String(call?.body.length));
  });

  it('can be a form with a picture', async () => {
    const payload = generated(300_000);
    const entries = [
      { name: 'model', value: 'm' },
      { name: 'image[]', payload, fileName: 'a.png', mediaType: 'image/png' },
    ];
    (await send({ ...POST, body: { kind: 'form', entries } })).body.cancel();
    const [call] = fake.calls;
    expect(call?.form.map(({ name, data }) => [name, data.length])).toEqual([
      ['model', 1],
      ['image[]', 300_000],
    ]);
    expect(call?.headers['content-length']).toBe(String(call?.body.length));
  });

  it('can be a URL-encoded form', async () => {
    (await send({ ...POST, body: { kind: 'urlencoded', fields: { a: 'b c', d: '&' } } })).body.cancel();
    expect(fake.calls[0]?.body.toString()).toBe('a=b+c&d=%26');
    expect(fake.calls[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it.each<[string, Tree]>([
    ['short', { n: 1 }],
    ['with a picture', { image: SplicedString.of('', generated(200_000)) }],
  ])('can be signed as it will leave: a body %s', async (_, tree) => {
    const sign = async (request: OutgoingRequest) => ({
      'x-signed': `${request.method} ${request.url.pathname}${request.url.search} ${await request.sha256()}`,
      'x-length': request.headers['content-length'] ?? '',
    });
    (await send({ ...POST, path: '/a?b=c', body: { kind: 'json', tree } }, { headers: sign })).body.cancel();
    const [call] = fake.calls;
    const hash = createHash('sha256')
      .update(call?.body ?? '')
      .digest('hex');
    expect(call?.headers['x-signed']).toBe(`POST /a?b=c ${hash}`);
    expect(call?.headers['x-length']).toBe(String(call?.body.length));
  });

  it('stays here when it cannot be signed', async () => {
    const refused = new GatewayError('upstream_auth', 'No token.');
    const error = await failure(send(POST, { headers: () => Promise.reject(refused) }));
    expect(error).toBe(refused);
    expect(fake.calls).toHaveLength(0);
  });

  it('can be a GET of a whole URL on the same origin', async () => {
    (await send({ method: 'GET', path: `${fake.url}/jobs/1` }, { baseUrl: `${fake.url}/v1` })).body.cancel();
    expect(fake.calls[0]).toMatchObject({ method: 'GET', path: '/jobs/1' });
  });

  it('never takes the credentials to another origin', async () => {
    const call: Call = { method: 'GET', path: `${fake.url}/jobs/1` };
    const error = await failure(send(call, { baseUrl: 'http://127.0.0.1:1' }));
    expect(error.code).toBe('upstream_error');
    expect(fake.calls).toHaveLength(0);
  });

  it('goes over kept-alive connections', async () => {
    const fresh = createUpstream();
    const options = { baseUrl: fake.url, signal: new AbortController().signal, ...LIMITS };
    const ports = new Set<number | undefined>();
    for (let round = 0; round < 6; round += 1) {
      answer((response, request) => {
        ports.add(request.socket.remotePort);
        response.end('{}');
      });
      await text((await fresh.send(POST, options)).body);
    }
    await fresh.close();
    // undici lets a connection rest for one turn of the event loop, so two take turns.
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});

describe('what comes back', () => {
  it('is handed over whatever the status', async () => {
    fake.next({ status: 503, json: { error: 'busy' }, headers: { 'retry-after': '7' } });
    const reply = await send(POST);
    expect([reply.status, reply.headers['retry-after']]).toEqual([503, '7']);
    expect(await text(reply.body)).toBe('{"error":"busy"}');
  });

  it('begins after informational answers', async () => {
    answer((response) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.end('final');
    });
    const reply = await send(POST);
    expect([reply.status, await text(reply.body)]).toEqual([200, 'final']);
  });

  it('is an upstream_error where it is a redirect, which is not followed', async () => {
    fake.next({ status: 307, headers: { location: `${fake.url}/elsewhere` }, json: {} });
    const error = await failure(send(POST));
    expect(error).toMatchObject({
      code: 'upstream_error',
      facts: { upstreamStatus: 307, retry: 'next-target' },
    });
    expect(fake.calls).toHaveLength(1);
  });

  it('arrives even when the upstream answers before it took the whole body', async () => {
    const server = await rawServer((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 401 No\r\ncontent-length: 2\r\n\r\nno'));
    });
    const tree = { image: SplicedString.of('', generated(30_000_000)) };
    const reply = await send({ ...POST, body: { kind: 'json', tree } }, { baseUrl: server.url });
    expect([reply.status, await text(reply.body)]).toEqual([401, 'no']);
    server.close();
  });

  it('stops the upstream while nobody reads, and goes on afterwards', async () => {
    let written = 0;
    const total = 64 * 1024 * 1024;
    answer(async (response) => {
      for (; written < total; written += 65_536) {
        if (!response.write(Buffer.alloc(65_536))) await once(response, 'drain');
      }
      response.end();
    });
    const reply = await send(POST);
    await sleep(200);
    expect(written).toBeLessThan(total / 2);
    expect((await buffer(reply.body)).length).toBe(total);
  });

  it('is given up, connection and all, when the reader leaves early', async () => {
    const closed = new Promise((resolve) =>
      answer((response) => {
        response.once('close', resolve);
        response.write('first');
      }),
    );
    for await (const chunk of (await send(POST)).body) {
      expect(String(chunk)).toBe('first');
      break;
    }
    await closed;
  });
});

describe('a call that fails', () => {
  it('did nothing where the connection is refused', async () => {
    const error = await failure(send(POST, { baseUrl: 'http://127.0.0.1:1' }));
    expect(error).toMatchObject({ code: 'upstream_unavailable', facts: { retry: 'next-target' } });
    expect(error.facts.outcomeUnknown).toBeUndefined();
    expect(error.facts.internal).toContain('127.0.0.1:1');
  });

  it('did nothing where the name does not resolve', async () => {
    const error = await failure(send(POST, { baseUrl: 'http://nothing.invalid' }));
    expect(error).toMatchObject({ code: 'upstream_unavailable', facts: { retry: 'next-target' } });
    expect(error.message).not.toContain('invalid');
  });

  it('has an unknown outcome where the connection breaks after the body was sent', async () => {
    answer((response) => void response.destroy());
    const error = await failure(send(POST));
    expect(error).toMatchObject({
      code: 'upstream_unavailable',
      facts: { retry: 'next-target', outcomeUnknown: true },
    });
  });

  it('did nothing where the connection breaks in the middle of the body', async () => {
    const server = await rawServer((socket) => socket.once('data', () => socket.destroy()));
    const tree = { image: SplicedString.of('', generated(30_000_000)) };
    const error = await failure(send({ ...POST, body: { kind: 'json', tree } }, { baseUrl: server.url }));
    expect(error.code).toBe('upstream_unavailable');
    expect(error.facts.outcomeUnknown).toBeUndefined();
    server.close();
  });

  it('has no unknown outcome where it only asks', async () => {
    const server = await rawServer((socket) => socket.once('data', () => socket.destroy()));
    const error = await failure(send({ method: 'GET', path: '/jobs/1' }, { baseUrl: server.url }));
    expect(error).toMatchObject({ code: 'upstream_unavailable' });
    expect(error.facts.outcomeUnknown).toBeUndefined();
    server.close();
  });

  it('is an upstream_timeout where no headers come in time', async () => {
    const silent = await rawServer(() => {});
    await undisturbed(50, async () => {
      expect(await failure(send(POST, { baseUrl: silent.url, timeoutMs: 100 }))).toMatchObject({
        code: 'upstream_timeout',
        facts: { retry: 'next-target', outcomeUnknown: true },
      });
    });
    silent.close();
  });

  it('is an upstream_timeout where the body falls silent', async () => {
    answer((response) => void response.write('{"a":'));
    const reply = await send(POST, { idleTimeoutMs: 200 });
    expect(await failure(text(reply.body))).toMatchObject({ code: 'upstream_timeout' });
  });

  it('is an upstream_timeout where the body never falls silent and never ends', async () => {
    const closed = new Promise((resolve) =>
      answer((response) => {
        const dripping = setInterval(() => response.write(' '), 5);
        response.once('close', () => resolve(clearInterval(dripping)));
      }),
    );
    const reply = await send(POST, { bodyTimeoutMs: 200 });
    expect(await failure(text(reply.body))).toMatchObject({
      code: 'upstream_timeout',
      facts: { outcomeUnknown: true },
    });
    await closed;
  });

  it('hands over what came before the body broke off', async () => {
    let breakOff = (): void => {};
    answer((response) => {
      breakOff = () => void response.destroy();
      response.write('first');
    });
    const reply = await send(POST);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const chunk of reply.body) {
        seen.push(String(chunk));
        breakOff();
      }
    })();
    expect(await failure(reading)).toMatchObject({
      code: 'upstream_unavailable',
      facts: { outcomeUnknown: true },
    });
    expect(seen).toEqual(['first']);
  });

  it('is an upstream_error where the answer is not HTTP', async () => {
    const server = await rawServer((socket) => {
      socket.once('data', () => socket.write('SSH-2.0-OpenSSH_9.6\r\n'));
    });
    expect(await failure(send(POST, { baseUrl: server.url }))).toMatchObject({ code: 'upstream_error' });
    server.close();
  });

  it('says so where the connection cannot be trusted', async () => {
    const error = await failure(send(POST, { baseUrl: fake.url.replace('http:', 'https:') }));
    expect(error.code).toBe('upstream_unavailable');
    expect(error.message).toContain('trusted');
  });

  it('fails without a trace of the key where the key cannot be sent', async () => {
    const error = await failure(send(POST, { headers: { authorization: 'Bearer sk-secret\n' } }));
    expect(error).toMatchObject({ code: 'internal', facts: { retry: 'next-target' } });
    expect(`${error.message} ${error.facts.internal} ${error.cause}`).not.toContain('sk-secret');
  });

  it("fails with the payload's own error where a payload cannot be read", async () => {
    const lost = new GatewayError('internal', 'The image is gone.');
    const payload: Payload = {
      size: 300_000,
      head: new Uint8Array(),
      async *read() {
        yield Buffer.alloc(100_000);
        throw lost;
      },
    };
    const tree = { image: SplicedString.of('', payload) };
    expect(await failure(send({ ...POST, body: { kind: 'json', tree } }))).toBe(lost);
  });
});

describe('a signal that aborts', () => {
  it('keeps a call from beginning', async () => {
    const error = await failure(send(POST, { signal: AbortSignal.abort() }));
    expect(error.code).toBe('client_closed');
    expect(fake.calls).toHaveLength(0);
  });

  it('ends a call that waits for its answer, and the upstream sees it', async () => {
    const controller = new AbortController();
    const closed = new Promise((resolve) =>
      answer((response) => {
        response.once('close', resolve);
        controller.abort();
      }),
    );
    expect(await failure(send(POST, { signal: controller.signal }))).toMatchObject({ code: 'client_closed' });
    await closed;
  });

  it('ends a body with its own reason', async () => {
    const controller = new AbortController();
    const reason = new GatewayError('upstream_timeout', 'Took too long in all.');
    answer((response) => void response.write('first'));
    const reply = await send(POST, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    expect(await failure(text(reply.body))).toBe(reason);
  });

  it('ends a call that waits for a free connection', async () => {
    const narrow = createUpstream({ connectionsPerOrigin: 1 });
    const options = { baseUrl: fake.url, ...LIMITS };
    answer(() => {});
    const first = new AbortController();
    const holding = narrow.send(POST, { ...options, signal: first.signal }).catch(() => {});
    await expect.poll(() => fake.calls.length).toBe(1);
    const second = failure(narrow.send(POST, { ...options, signal: AbortSignal.timeout(50) }));
    expect((await second).code).toBe('upstream_timeout');
    first.abort();
    await holding;
    expect(fake.calls).toHaveLength(1);
    await narrow.close();
  });
});
