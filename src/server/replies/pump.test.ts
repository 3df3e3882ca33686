import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BytesPayload } from '../../contract/payload.ts';
import { SplicedString } from '../../contract/tree.ts';
import { createFramer } from './framing.ts';
import { KEEP_ALIVE_MS } from './keep-alive.ts';
import { pumpStream } from './pump.ts';

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] }),
);
afterEach(() => void vi.useRealTimers());

/** A client that takes each piece only when it is told to. */
function slowClient() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const writable = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk.toString());
      waiting.push(done);
    },
  });
  const response = Object.assign(writable, {
    headersSent: false,
    writeHead: () => Object.assign(writable, { headersSent: true }),
    flushHeaders: () => {},
  });
  const take = async (): Promise<void> => {
    waiting.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { response: response as unknown as ServerResponse, taken, take };
}

const writing = () => ({ framer: createFramer(), keepAliveMs: KEEP_ALIVE_MS });

const outcome = (frames: AsyncIterable<(Uint8Array | { data: SplicedString })[]>) => ({
  kind: 'stream' as const,
  frames,
  warnings: [],
  keepGoing: false,
  encodeError: () => ({ status: 500, headers: {}, tree: null }),
  close: async () => {},
});

describe('a streamed answer', () => {
  it('keeps comments out of a picture that a slow client takes minutes for', async () => {
    const client = slowClient();
    const picture = SplicedString.of('data:image/png;base64,', new BytesPayload(Buffer.alloc(600_000)));
    const frames = (async function* () {
      yield [{ data: picture }];
    })();
    const pumped = pumpStream(client.response, outcome(frames), () => ({}), writing());
    for (let piece = 0; piece < 20; piece += 1) {
      await vi.advanceTimersByTimeAsync(30_000);
      await client.take();
    }
    await pumped;
    expect(client.taken.join('')).toBe(
      `data: "data:image/png;base64,${Buffer.alloc(600_000).toString('base64')}"\n\n`,
    );
  });

  it('says something while the provider is silent', async () => {
    const client = slowClient();
    const { promise: silence, resolve: speak } = Promise.withResolvers<void>();
    const frames = (async function* () {
      yield [Buffer.from('data: 1\n\n')];
      await silence;
    })();
    const pumped = pumpStream(client.response, outcome(frames), () => ({}), writing());
    await vi.advanceTimersByTimeAsync(0);
    await client.take();
    await vi.advanceTimersByTimeAsync(10_000);
    speak();
    await client.take();
    await pumped;
    expect(client.taken.join('')).toBe('data: 1\n\n: keep-alive\n\n');
  });
});
