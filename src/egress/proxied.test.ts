import { afterEach, expect, it } from 'vitest';
import { startHttpProxy, startSocksProxy, type TestProxy } from '../../test/upstreams/proxies.ts';
import { GatewayError } from '../contract/error.ts';
import { Secret } from '../lib/secret.ts';
import { createUpstream, type Upstream } from './upstream.ts';

let upstream: Upstream;
let proxy: TestProxy | undefined;
afterEach(async () => {
  await upstream.close();
  await proxy?.close();
});

async function failure(
  baseUrl: string,
  through: string,
  signal = new AbortController().signal,
): Promise<GatewayError> {
  upstream = createUpstream();
  const limits = { timeoutMs: 60_000, idleTimeoutMs: 60_000, bodyTimeoutMs: 60_000 };
  const options = { baseUrl, headers: {}, proxy: new Secret(through), signal, ...limits };
  return upstream.send({ method: 'POST', path: '/' }, options).then(
    () => new GatewayError('internal', 'it went through'),
    (error: GatewayError) => error,
  );
}
const withUser = (url: string) => url.replace('//', '//proxy:wrong@');

it.each([
  ['http', 'an HTTP proxy', () => startHttpProxy('right')],
  ['https', 'an HTTP proxy', () => startHttpProxy('right')],
  ['https', 'a SOCKS proxy', () => startSocksProxy('right')],
])(
  'takes the refusal of an %s call by %s for what it is: another target may do it',
  async (scheme, _kind, start) => {
    proxy = await start();
    const error = await failure(`${scheme}://127.0.0.1:9`, withUser(proxy.url));
    expect([error.code, error.facts.retry, error.facts.outcomeUnknown]).toEqual([
      ...['upstream_unavailable', 'next-target', undefined],
    ]);
    expect(error.message + String(error.facts.internal)).not.toContain('wrong');
    expect(proxy.targets).toEqual([]);
  },
);

it('still knows who gave a call up', async () => {
  proxy = await startHttpProxy();
  const error = await failure('https://127.0.0.1:9', proxy.url, AbortSignal.abort());
  expect(error.code).toBe('client_closed');
});
