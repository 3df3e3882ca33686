import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { ask } from './ask.ts';
import { WAY_NAMES, WAYS } from './ways.ts';

let upstream: Fake;
let gateway: TestGateway;
beforeAll(async () => {
  upstream = await startOpenAi();
  const channel = { name: 'only', type: 'openai', base_url: upstream.url, api_key: 'sk-test' };
  gateway = await startGateway({ channels: [channel] });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});
beforeEach(() => upstream.calls.splice(0));

const closes = ({ socket }: ServerResponse): void => void socket?.end();

/** Asks, and once more over the same connection, which the only channel's upstream closes in that moment. */
async function askTwice(name: (typeof WAY_NAMES)[number], headers: Record<string, string> = {}) {
  const first = await ask(gateway, WAYS[name], headers);
  expect(first.outcome).toBe('whole');
  // undici lets a connection rest for a turn of the event loop.
  await sleep(20);
  upstream.next({ raw: closes });
  const second = await ask(gateway, WAYS[name], headers);
  return { ...second, calls: upstream.calls.length };
}

it.each(WAY_NAMES.filter((name) => WAYS[name].asks === 'text'))(
  'a connection that is closed when it is used again costs no client an error: %s',
  async (name) => {
    expect(await askTwice(name)).toMatchObject({ outcome: 'whole', calls: 3 });
  },
);

it.each(WAY_NAMES.filter((name) => WAYS[name].asks === 'picture'))(
  'it never costs a second picture either: %s',
  async (name) => {
    expect(await askTwice(name)).toMatchObject({ status: 503, calls: 2 });
    const risky = await askTwice(name, { 'ah-retry-unknown': 'true' });
    expect(risky).toMatchObject({ outcome: 'whole', calls: 5 });
  },
);
