import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keptRows } from '../gateway/kept-pictures.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { undisturbed } from '../timing/undisturbed.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { ask, logged } from './ask.ts';
import {
  type Damage,
  type DamagedUpstream,
  type GoodAnswer,
  startDamagedUpstream,
} from './damaged-upstream.ts';
import { WAY_NAMES, WAYS, type WayName } from './ways.ts';

/**
 * What has to come of it: `whole` although the answer was odd, the `next` channel's whole answer, an answer that
 * breaks off and says so (`broken`), or status and code of an error.
 */
type Expected = 'whole' | 'next' | 'broken' | readonly [status: number, code: string];

interface Fault {
  readonly damage: Damage;
  readonly text: Expected;
  /** Default: as `text`. */
  readonly textStream?: Expected;
  readonly picture: Expected;
  /** The channel's timeout in milliseconds; default one that is never reached. */
  readonly patience?: number;
}

const BROKEN_OFF = [503, 'upstream_unavailable'] as const;
const TOO_LATE = [504, 'upstream_timeout'] as const;
const UNUSABLE = [502, 'upstream_error'] as const;

const FAULTS: { readonly [name: string]: Fault } = {
  'a connection that is reset': {
    damage: ({ socket }) => void socket?.resetAndDestroy(),
    text: 'next',
    picture: BROKEN_OFF,
  },
  'headers that never come': { damage: () => {}, text: 'next', picture: TOO_LATE, patience: 300 },
  'a body that stalls in its middle, within base64 and between events': {
    damage: (response, good) => void begin(response, good).write(half(good)),
    text: 'next',
    textStream: 'broken',
    picture: TOO_LATE,
    patience: 1_500,
  },
  'a body that is cut off in its middle, within base64 and between events': {
    damage: (response, good) =>
      void begin(response, good).write(half(good), () => setTimeout(() => response.destroy(), 20)),
    text: 'next',
    textStream: 'broken',
    picture: BROKEN_OFF,
  },
  'a body that comes slowly, and whole in the end': {
    damage: async (response, good) => {
      begin(response, good);
      const piece = Math.ceil(good.body.length / 12);
      for (let at = 0; at < good.body.length; at += piece) {
        response.write(good.body.subarray(at, at + piece));
        await sleep(100);
      }
      response.end();
    },
    text: 'whole',
    picture: 'whole',
    // Between pieces it is patient; all of them take longer.
    patience: 1_000,
  },
  'a body that ends in its middle as if it were whole': {
    damage: (response, good) => void begin(response, good).end(half(good)),
    text: 'next',
    textStream: 'broken',
    picture: UNUSABLE,
  },
  'a body shorter than its declared length': {
    damage: (response, { status, headers, body }) => {
      response.writeHead(status, { ...headers, 'content-length': String(body.length) });
      response.write(body.subarray(0, body.length >> 1), () => setTimeout(() => response.destroy(), 20));
    },
    text: 'next',
    textStream: 'broken',
    picture: BROKEN_OFF,
  },
  'a wrong content type': {
    damage: (response, { body }) => void response.writeHead(200, { 'content-type': 'text/plain' }).end(body),
    text: 'whole',
    picture: 'whole',
  },
  'no content type': {
    damage: (response, { body }) => void response.writeHead(200).end(body),
    text: 'whole',
    picture: 'whole',
  },
  'a page in HTML as a success': {
    damage: (response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>'),
    text: 'next',
    picture: UNUSABLE,
  },
  'a page in HTML as a failure': {
    damage: (response) =>
      void response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>'),
    text: 'next',
    picture: UNUSABLE,
  },
  'JSON that is malformed': {
    damage: (response, good) =>
      void begin(response, good).end(good.body.toString('latin1').replace(/"(data|choices|type)"/g, '"$1')),
    text: 'next',
    picture: UNUSABLE,
  },
  'an answer without anything in it': {
    damage: (response, good) => void begin(response, good).end(),
    text: 'next',
    picture: UNUSABLE,
  },
  'a failure that calls itself a success': {
    damage: (response) => {
      const error = { message: 'Overloaded', type: 'server_error', code: 'server_error' };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    },
    text: 'next',
    // It says itself that it drew nothing.
    picture: 'next',
  },
};

const begin = (response: ServerResponse, { status, headers }: GoodAnswer): ServerResponse =>
  response.writeHead(status, headers);
const half = ({ body }: GoodAnswer): Buffer => body.subarray(0, body.length >> 1);

function expectedFor(fault: Fault, name: WayName): Expected {
  const { asks, stream } = WAYS[name];
  if (asks === 'text') return (stream && fault.textStream) || fault.text;
  return fault.picture;
}

describe.each(Object.entries(FAULTS))('%s', (_name, fault) => {
  let upstream: DamagedUpstream;
  let next: Fake;
  const gateways: TestGateway[] = [];
  const channel = (name: string, base_url: string, more: object) => ({
    ...{ name, type: 'openai', base_url, api_key: 'sk-test' },
    ...more,
  });
  beforeAll(async () => {
    [upstream, next] = await Promise.all([startDamagedUpstream(fault.damage), startOpenAi()]);
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    await Promise.all([upstream.close(), next.close()]);
  });

  /** Answers in time, as far as the machine lets them. */
  const see = async (name: WayName): Promise<void> => {
    // A gateway remembers what failed: every way has its own.
    const gateway = await startGateway({
      channels: [
        channel('damaged', upstream.url, { priority: 1, timeout_ms: fault.patience ?? 60_000 }),
        channel('next', next.url, { priority: 2 }),
      ],
    });
    gateways.push(gateway);
    const expected = expectedFor(fault, name);
    const got = await ask(gateway, WAYS[name]);
    const { attempts, cost, image_count } = await logged(gateway, got.requestId);
    const tried = attempts.map((each) => each.channel);
    const what = { outcome: got.outcome, tried, kept: keptRows(gateway.dataDir).length };
    const pictures = WAYS[name].asks === 'picture' ? 1 : 0;
    if (typeof expected === 'string') {
      const second = expected === 'next' ? ['next'] : [];
      expect(what).toEqual({
        outcome: expected === 'broken' ? 'broken' : 'whole',
        tried: ['damaged', ...second],
        kept: expected === 'broken' ? 0 : pictures,
      });
      expect(image_count).toBe(what.kept);
    } else {
      expect(what).toEqual({ outcome: 'refused', tried: ['damaged'], kept: 0 });
      expect([got.status, got.code]).toEqual(expected);
      // Nobody knows whether the picture was drawn and billed; it is not told as free.
      expect(JSON.parse(cost ?? 'null')).toEqual({ unknown: expect.any(String) });
    }
    expect(gateway.log()).not.toContain('"code":"internal"');
  };
  it.concurrent.each(WAY_NAMES)('%s', (name) => undisturbed(150, () => see(name)));
});
