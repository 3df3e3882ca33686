import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { undisturbed } from '../timing/undisturbed.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { ask, logged } from './ask.ts';
import { type Damage, type DamagedUpstream, startDamagedUpstream } from './damaged-upstream.ts';
import { WAY_NAMES, WAYS, type WayName } from './ways.ts';

let next: Fake;
beforeAll(async () => {
  next = await startOpenAi();
});
afterAll(() => next.close());

/** Writes the same again and again until the gateway has had enough, as fast as it is taken. */
function forEver(response: ServerResponse, piece: Buffer, everyMs?: number): void {
  const on = (): void => {
    if (response.destroyed) return;
    if (everyMs !== undefined) response.write(piece, () => setTimeout(on, everyMs));
    else if (response.write(piece)) setImmediate(on);
    else response.once('drain', on);
  };
  on();
}

async function withUpstream<T>(
  damage: Damage,
  timeout_ms: number,
  work: (gateway: TestGateway, upstream: DamagedUpstream) => Promise<T>,
): Promise<T> {
  const upstream = await startDamagedUpstream(damage);
  const channel = (name: string, base_url: string, more: object) => ({
    ...{ name, type: 'openai', base_url, api_key: 'sk-test' },
    ...more,
  });
  const gateway = await startGateway({
    channels: [
      channel('endless', upstream.url, { priority: 1, timeout_ms }),
      channel('next', next.url, { priority: 2 }),
    ],
  });
  try {
    return await work(gateway, upstream);
  } finally {
    await gateway.close();
    await upstream.close();
  }
}

/** An answer may take twelve times the channel's timeout: here nearly two seconds. */
const PATIENCE_MS = 150;

describe('an answer that never falls silent and never ends', () => {
  const DRIPS: { readonly [name: string]: Damage } = {
    'a letter at a time': (response, { status, headers, body }) => {
      response.writeHead(status, headers);
      // Within a text: brackets would soon be nested too deep, which is another failure.
      response.write(body.subarray(0, body.indexOf('"') + 1));
      forEver(response, Buffer.from('x'), 10);
    },
    'nothing but blank lines and comments': (response, { status, headers }) => {
      response.writeHead(status, headers);
      const isStream = headers['content-type']?.includes('event-stream');
      forEver(response, Buffer.from(isStream ? ': working\n\n' : '\n\n'), 10);
    },
  };
  for (const [name, damage] of Object.entries(DRIPS)) {
    it.concurrent.each(WAY_NAMES)(`${name}: %s is given up when its time is over`, (way) =>
      undisturbed(50, async () => {
        const got = await withUpstream(damage, PATIENCE_MS, (gateway) => ask(gateway, WAYS[way]));
        if (WAYS[way].asks === 'text') expect(got.outcome).toBe('whole');
        else expect([got.status, got.code]).toEqual([504, 'upstream_timeout']);
      }),
    );
  }

  const STREAMS: readonly WayName[] = ['text, relayed as a stream', 'text, converted as a stream'];
  it.concurrent.each(STREAMS)('the same event for ever: %s ends with an error', (way) => {
    const damage: Damage = (response, { status, headers, body }) => {
      response.writeHead(status, headers);
      const event = body.subarray(body.indexOf('data: '), body.indexOf('\n\n') + 2);
      const words = event.toString().replace(/"delta":\{[^}]*\}/, '"delta":{"content":"Hello "}');
      forEver(response, Buffer.from(words), 10);
    };
    // The first bytes must not be late, or the next channel would answer.
    return undisturbed(100, async () => {
      const got = await withUpstream(damage, 3 * PATIENCE_MS, (gateway) => ask(gateway, WAYS[way]));
      expect(got.outcome).toBe('broken');
      expect(got.text).toContain('Hello ');
    });
  });
});

describe('an answer that is too large', () => {
  const MIB = 1_048_576;
  const letters = Buffer.alloc(MIB, 'iVBORw0KGgoAAAANSUhEUgAA');
  const HUGE: { readonly [name: string]: Damage } = {
    'a picture of 500 MB': (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(500 * MIB) });
      response.write('{"created":1,"data":[{"b64_json":"');
      forEver(response, letters);
    },
    'words of 500 MB': (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(500 * MIB) });
      response.write('{"choices":[{"message":{"content":"');
      forEver(response, Buffer.alloc(MIB, 'word '));
    },
    'a bomb in gzip': (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      // Members follow each other: a gigabyte of spaces from a megabyte.
      const member = gzipSync(Buffer.alloc(64 * MIB, ' '));
      response.end(Buffer.concat(Array.from({ length: 16 }, () => member)));
    },
  };
  it.each(Object.keys(HUGE))('%s is left at the limit, at no cost in memory', async (name) => {
    const damage = HUGE[name];
    if (!damage) throw new Error(name);
    await withUpstream(damage, 60_000, async (gateway) => {
      const before = process.memoryUsage().rss;
      const got = await ask(gateway, WAYS['a picture']);
      expect([got.status, got.code]).toEqual([502, 'upstream_error']);
      expect(process.memoryUsage().rss - before).toBeLessThan(150 * MIB);
      const text = await ask(gateway, WAYS['text, converted']);
      expect(text.outcome).toBe('whole');
      expect(process.memoryUsage().rss - before).toBeLessThan(250 * MIB);
    });
  });

  it.each(['words of 500 MB', 'a bomb in gzip'])(
    '%s, relayed, fails here and goes elsewhere',
    async (name) => {
      const damage = HUGE[name];
      if (!damage) throw new Error(name);
      await withUpstream(damage, 60_000, async (gateway) => {
        const before = process.memoryUsage().rss;
        const got = await ask(gateway, WAYS['text, relayed']);
        expect(got.outcome).toBe('whole');
        const { attempts } = await logged(gateway, got.requestId);
        expect(attempts.map(({ channel, error_code }) => [channel, error_code])).toEqual([
          ['endless', 'upstream_error'],
          ['next', null],
        ]);
        expect(process.memoryUsage().rss - before).toBeLessThan(250 * MIB);
      });
    },
  );
});
