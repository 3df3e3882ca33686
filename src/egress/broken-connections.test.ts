import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { undisturbed } from '../../test/timing/undisturbed.ts';
import { BytesPayload } from '../contract/payload.ts';
import type { Call } from '../contract/provider.ts';
import { SplicedString } from '../contract/tree.ts';
import { createUpstream, type Upstream } from './upstream.ts';

type Behaviour = (socket: Socket) => void;

/** Requests as they came: on which connection, and how manieth it was there. */
interface Seen {
  readonly connection: number;
  readonly place: number;
  readonly body: Buffer;
}

let server: Server | undefined;
let upstream: Upstream;
const seen: Seen[] = [];
const sockets: Socket[] = [];

afterEach(stop);

async function stop(): Promise<void> {
  if (!server) return;
  await upstream.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
  server = undefined;
  seen.splice(0);
}

/** For what may be billed: its connections are used again within a second or not at all. */
const inTime = (work: () => Promise<void>) => () =>
  undisturbed(300, async () => {
    await stop();
    await work();
  });

const HEAD_END = '\r\n\r\n';
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const answers: Behaviour = (socket) => void socket.write(ANSWER);
const closes: Behaviour = (socket) => void socket.end();
const resets: Behaviour = (socket) => void socket.resetAndDestroy();

/** An upstream that does one thing after the other, whatever the connection. */
async function start(...behaviours: readonly Behaviour[]): Promise<string> {
  upstream = createUpstream();
  const left = [...behaviours];
  const listening = createServer((socket) => {
    const connection = sockets.push(socket);
    let place = 0;
    let chunks: Buffer[] = [];
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      // One that waits for no more than the request's beginning.
      if (!isWhole(chunks) && left[0] !== resetsInMidst) return;
      const bytes = Buffer.concat(chunks);
      seen.push({ connection, place: ++place, body: bytes.subarray(bytes.indexOf(HEAD_END)) });
      left.shift()?.(socket);
      chunks = [];
    });
  }).listen(0, '127.0.0.1');
  server = listening;
  await once(listening, 'listening');
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

const resetsInMidst: Behaviour = (socket) => void socket.resetAndDestroy();

function isWhole(chunks: readonly Buffer[]): boolean {
  const [first = Buffer.alloc(0)] = chunks;
  const end = first.indexOf(HEAD_END);
  const length = Number(/content-length: (\d+)/.exec(first.subarray(0, Math.max(end, 0)).toString())?.[1]);
  return end >= 0 && chunks.reduce((sum, each) => sum + each.length, 0) >= end + HEAD_END.length + length;
}

const POST: Call = { method: 'POST', path: '/chat', body: { kind: 'json', tree: { n: 1 } } };

async function ask(baseUrl: string, mayActTwice: boolean, call = POST): Promise<string> {
  const reply = await upstream.send(call, {
    baseUrl,
    mayActTwice,
    headers: {},
    signal: new AbortController().signal,
    timeoutMs: 60_000,
    idleTimeoutMs: 60_000,
    bodyTimeoutMs: 60_000,
  });
  return text(reply.body);
}

/** A first call, so that there is a connection that was used; undici lets it rest for a turn of the event loop. */
async function warmed(url: string, mayActTwice: boolean): Promise<string> {
  await ask(url, mayActTwice);
  await sleep(20);
  return url;
}

const where = () => seen.map(({ connection, place }) => `${connection}.${place}`);

describe('a connection that breaks when it is used again', () => {
  it.each([
    ['closes', closes],
    ['resets', resets],
  ])('costs nothing where the upstream %s it: the request goes over a new one', async (_, breaks) => {
    const url = await warmed(await start(answers, breaks, answers), true);
    expect(await ask(url, true)).toBe('ok');
    expect(where()).toEqual(['1.1', '1.2', '2.1']);
  });

  it('is tried anew once, not for ever', async () => {
    const url = await warmed(await start(answers, closes, closes, answers), true);
    await expect(ask(url, true)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(where()).toEqual(['1.1', '1.2', '2.1']);
  });

  it('never takes one that lay unused just like it', async () => {
    // Two connections at once, both idle afterwards.
    const later: (() => void)[] = [];
    const waits: Behaviour = (socket) => void later.push(() => socket.write(ANSWER));
    const url = await start(waits, waits, closes, answers);
    const both = [ask(url, true), ask(url, true)];
    while (later.length < 2) await sleep(5);
    for (const each of later) each();
    await Promise.all(both);
    await sleep(20);
    expect(await ask(url, true)).toBe('ok');
    expect(where().at(-1)).toBe('3.1');
  });

  it('sends a large body a second time from its beginning', async () => {
    const tree = { image: SplicedString.of('', new BytesPayload(randomBytes(3_000_000))) };
    const call: Call = { ...POST, body: { kind: 'json', tree } };
    const url = await warmed(await start(answers, resets, answers), true);
    expect(await ask(url, true, call)).toBe('ok');
    const [, first, second] = seen.map(({ body }) => createHash('sha256').update(body).digest('hex'));
    expect(second).toBe(first);
  });
});

describe('what is not asked a second time', () => {
  it(
    'is what may have been billed: that its outcome is unknown is said',
    inTime(async () => {
      const url = await warmed(await start(answers, closes, answers), false);
      await expect(ask(url, false)).rejects.toMatchObject({
        code: 'upstream_unavailable',
        facts: { outcomeUnknown: true },
      });
      expect(where()).toEqual(['1.1', '1.2']);
    }),
  );

  it('is a request on a new connection: there the upstream meant it', async () => {
    const url = await start(closes, answers);
    await expect(ask(url, true)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(where()).toEqual(['1.1']);
  });

  it('is one whose answer had begun', async () => {
    const url = await warmed(await start(answers, (socket) => void socket.end('HTTP/1.1 200 O')), true);
    await expect(ask(url, true)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(where()).toEqual(['1.1', '1.2']);
  });
});

describe('what may be billed', () => {
  it(
    'is asked again where the connection broke before the whole of it had left',
    inTime(async () => {
      const tree = { image: SplicedString.of('', new BytesPayload(randomBytes(12_000_000))) };
      const url = await warmed(await start(answers, resetsInMidst, answers), false);
      expect(await ask(url, false, { ...POST, body: { kind: 'json', tree } })).toBe('ok');
      expect(where()).toEqual(['1.1', '1.2', '2.1']);
    }),
  );

  it(
    'leaves on no connection that has lain unused for long enough to be closed in that moment',
    inTime(async () => {
      const url = await warmed(await start(answers, answers, answers), false);
      await ask(url, false);
      await sleep(1_300);
      await ask(url, false);
      expect(where()).toEqual(['1.1', '1.2', '2.1']);
    }),
  );
});
