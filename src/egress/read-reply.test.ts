import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { GatewayError } from '../contract/error.ts';
import { SplicedString } from '../contract/tree.ts';
import { memorySpool } from '../storage/memory/spool.ts';
import { isEventStream, readEvents, withRealType } from './read-events.ts';
import { readReply } from './read-reply.ts';
import type { UpstreamReply } from './upstream.ts';

const spool = memorySpool();

/** An answer in pieces; `cancel` is a spy. */
function replyOf(
  pieces: Iterable<string | Uint8Array>,
  headers: UpstreamReply['headers'] = {},
): UpstreamReply {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  return { status: 200, headers, body: Object.assign(chunks(), { cancel: vi.fn() }) };
}

function* endless(piece: Uint8Array): Generator<Uint8Array> {
  for (;;) yield piece;
}

describe('a whole answer', () => {
  it('is JSON whatever it calls itself', async () => {
    const headers = { 'content-type': 'text/plain' };
    const reply = await readReply(replyOf([' {"a"', ':[1]}'], headers), { spool });
    expect(reply).toEqual({ status: 200, headers, tree: { a: [1] } });
  });

  it('carries pictures as payloads', async () => {
    const picture = Buffer.alloc(400_000, 'not really a picture');
    const json = `{"data":[{"b64_json":"${picture.toString('base64')}"}]}`;
    const { tree } = await readReply(replyOf([json.slice(0, 70_000), json.slice(70_000)]), { spool });
    const image = (tree as { data: { b64_json: SplicedString }[] }).data[0]?.b64_json;
    expect(image).toBeInstanceOf(SplicedString);
    const [payload] = image?.segments ?? [];
    if (typeof payload !== 'object') throw new Error('no payload');
    expect((await buffer(payload.read())).equals(picture)).toBe(true);
  });

  it('is the beginning of its text where it is an error page, of which no more is read', async () => {
    const page = Buffer.from(`\n<html><h1>502 Bad Gateway</h1>${'x'.repeat(500)}`);
    const upstream = replyOf(endless(page), { 'content-type': 'application/json' });
    const reply = await readReply(upstream, { spool });
    expect(reply.tree).toBeNull();
    expect(reply.text).toMatch(/^<html><h1>502 Bad Gateway/);
    expect(reply.text?.length).toBe(2047);
    expect(upstream.body.cancel).toHaveBeenCalled();
  });

  it('is its text where JSON was begun and not finished', async () => {
    const reply = await readReply(replyOf(['{"a": [1, 2']), { spool });
    expect(reply).toMatchObject({ tree: null, text: '{"a": [1, 2' });
  });

  it('is nothing at all where it is empty', async () => {
    const reply = await readReply(replyOf([]), { spool });
    expect(reply.tree).toBeNull();
    expect(reply).not.toHaveProperty('text');
  });

  it('is an upstream_error where it is larger than allowed', async () => {
    const upstream = replyOf(endless(Buffer.from('[1,1,1,1],')));
    await expect(readReply(upstream, { spool, maxBytes: 10_000 })).rejects.toMatchObject({
      code: 'upstream_error',
    });
    expect(upstream.body.cancel).toHaveBeenCalled();
  });

  it('fails as its connection fails', async () => {
    const broken = new GatewayError('upstream_unavailable', 'It broke.');
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"a":');
      throw broken;
    }
    const upstream = { status: 200, headers: {}, body: Object.assign(body(), { cancel: () => {} }) };
    await expect(readReply(upstream, { spool })).rejects.toBe(broken);
  });
});

describe('a compressed answer', () => {
  const json = JSON.stringify({ text: 'abc'.repeat(5000) });
  it.each([
    ['gzip', gzipSync(json)],
    ['x-gzip', gzipSync(json)],
    ['deflate', deflateSync(json)],
    ['br', brotliCompressSync(json)],
    ['ZSTD', zstdCompressSync(json)],
    ['identity', Buffer.from(json)],
    ['deflate, gzip', gzipSync(deflateSync(json))],
  ])('in %s is read as if it were not', async (coding, bytes) => {
    const pieces = [bytes.subarray(0, 10), bytes.subarray(10)];
    const reply = await readReply(replyOf(pieces, { 'content-encoding': coding }), { spool });
    expect(reply.tree).toEqual(JSON.parse(json));
  });

  it('is stopped where it blows up beyond the limit', async () => {
    // Far more than what other tests of the process may take meanwhile.
    const member = gzipSync(Buffer.alloc(50_000_000, ' '));
    const bomb = Buffer.concat(Array.from({ length: 8 }, () => member));
    const upstream = replyOf([bomb], { 'content-encoding': 'gzip' });
    const before = process.memoryUsage().rss;
    await expect(readReply(upstream, { spool, maxBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'upstream_error',
      message: expect.stringContaining('too large'),
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  it.each([
    ['damaged', 'gzip', Buffer.from('no gzip at all')],
    ['cut short', 'gzip', gzipSync(json).subarray(0, 20)],
    ['of an unknown kind', 'compress', Buffer.from('{}')],
    ['a toString', 'toString', Buffer.from('{}')],
    ['wrapped too often', 'gzip, gzip, gzip', Buffer.from('{}')],
  ])('that is %s is an upstream_error', async (_, coding, bytes) => {
    const upstream = replyOf([bytes], { 'content-encoding': coding });
    await expect(readReply(upstream, { spool })).rejects.toMatchObject({ code: 'upstream_error' });
    expect(upstream.body.cancel).toHaveBeenCalled();
  });
});

describe('a streamed answer', () => {
  const SSE = { 'content-type': 'text/event-stream; charset=utf-8' };

  it('is its events', async () => {
    const reply = replyOf(['event: a\nda', 'ta: {"n":1}\n\ndata: [DONE]\n\n'], SSE);
    expect(isEventStream(reply)).toBe(true);
    expect((await Array.fromAsync(readEvents(reply, { spool }))).flat()).toEqual([
      { event: 'a', data: { n: 1 } },
      { done: true },
    ]);
  });

  it('may be compressed', async () => {
    const reply = replyOf([gzipSync('data: {"n":1}\n\n')], { ...SSE, 'content-encoding': 'gzip' });
    expect((await Array.fromAsync(readEvents(reply, { spool }))).flat()).toEqual([{ data: { n: 1 } }]);
  });

  it.each(['application/json', 'text/html', 'text/event-streams', ''])('is none where it is %j', (type) => {
    const reply = replyOf(['{}'], type === '' ? {} : { 'content-type': type });
    expect(isEventStream(reply)).toBe(false);
    expect(() => readEvents(reply, { spool })).toThrow(expect.objectContaining({ code: 'upstream_error' }));
    expect(reply.body.cancel).toHaveBeenCalled();
  });

  it.each(['text/plain; charset=utf-8', 'application/octet-stream', ''])(
    'is one although it is declared as %j, however it is cut',
    async (type) => {
      const headers = type === '' ? {} : { 'content-type': type };
      for (const pieces of [['data: {"n":1}\n\n'], ['d', 'ata', ': {"n"', ':1}\n\n']]) {
        const reply = await withRealType(replyOf(pieces, headers));
        expect(isEventStream(reply)).toBe(true);
        expect((await Array.fromAsync(readEvents(reply, { spool }))).flat()).toEqual([{ data: { n: 1 } }]);
      }
    },
  );

  it('stays what it is declared as where it does not begin like events', async () => {
    for (const text of ['{"data":1}', '<html>data:</html>', 'd', '']) {
      const reply = await withRealType(replyOf([text], { 'content-type': 'text/plain' }));
      expect(isEventStream(reply)).toBe(false);
      expect(Buffer.concat(await Array.fromAsync(reply.body)).toString()).toBe(text);
    }
  });

  it('that does not end is left at the limit', async () => {
    const upstream = replyOf(endless(Buffer.from('data: {"n":1}\n\n')), SSE);
    const events = Array.fromAsync(readEvents(upstream, { spool, maxBytes: 10_000 }));
    await expect(events).rejects.toMatchObject({ code: 'upstream_error', facts: { outcomeUnknown: true } });
  });
});
