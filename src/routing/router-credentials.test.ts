import { describe, expect, it } from 'vitest';
import { makeChannel } from '../../test/routing/channel.ts';
import { type ErrorCode, GatewayError } from '../contract/error.ts';
import type { Provider } from '../contract/provider.ts';
import { Secret } from '../lib/secret.ts';
import type { Candidate } from './candidates.ts';
import { createHealthBoard } from './health-board.ts';
import { createRouter, type Router } from './router.ts';

const provider: Provider = {
  ...{ id: 'test', title: 'Test', docs: '', baseUrl: '', models: [], card: (id) => ({ id }) },
  ...{ authorize: () => ({}), decodeError: () => new GatewayError('upstream_error', 'No.') },
};
const candidate = (name: string, keys: string, priority = 1): Candidate => ({
  channel: makeChannel(name, provider, {
    priority,
    credentials: [...keys].map((id) => ({ id, label: id, secret: new Secret(id) })),
  }),
  target: { channel: name, baseUrl: '', model: 'm', card: { id: 'm' }, settings: undefined },
});
const failure = (code: ErrorCode, retryAfterMs?: number) =>
  new GatewayError(code, 'No.', retryAfterMs === undefined ? {} : { retryAfterMs });

function open(strategy: 'adaptive' | 'failover' | 'weighted' = 'failover') {
  const clock = { now: 1_000_000 };
  const now = () => clock.now;
  return {
    clock,
    router: createRouter({ strategy: () => strategy, board: createHealthBoard(now), now, random: () => 0.5 }),
  };
}
const shown = (ranked: ReturnType<Router['order']>) =>
  ranked.map(({ channel, credential }) => channel.name + (credential?.id ?? '')).join(' ');

/** Asks with this credential, the first that leads with it. */
function fail(router: Router, serving: readonly Candidate[], id: string, error: GatewayError) {
  const chosen = router.order(serving).find(({ credential }) => credential?.id === id);
  if (!chosen) throw new Error(`no credential ${id}`);
  router.begin(chosen).failed(error);
}

describe('the credentials of a channel', () => {
  it('follow each other before the next channel, and take turns', () => {
    const { router } = open();
    const serving = [candidate('a', '123'), candidate('b', '9')];
    expect(shown(router.order(serving))).toBe('a1 a2 a3 b9');
    expect(shown(router.order(serving))).toBe('a2 a3 a1 b9');
    expect(shown(router.preview(serving))).toBe('a3 a1 a2 b9');
    expect(shown(router.preview(serving))).toBe('a3 a1 a2 b9');
  });

  it('give a channel no more weight than it has', () => {
    const { router } = open('weighted');
    const serving = [candidate('a', '123'), candidate('b', '9')];
    const firsts = Array.from({ length: 6 }, () => router.order(serving)[0]?.channel.name).join('');
    expect(firsts).toBe('ababab');
  });

  it.each<ErrorCode>(['upstream_auth', 'quota_exceeded', 'rate_limited', 'model_not_found'])(
    'are avoided one by one after %s, the others go on',
    (code) => {
      const { router } = open();
      const serving = [candidate('a', '12'), candidate('b', '9')];
      fail(router, serving, '1', failure(code));
      expect(shown(router.preview(serving))).toBe('a2 b9 a1');
      fail(router, serving, '2', failure(code));
      expect(shown(router.preview(serving))).toBe('b9 a1 a2');
    },
  );

  it('are avoided all together when the upstream itself is down', () => {
    const { router } = open();
    const serving = [candidate('a', '12'), candidate('b', '9')];
    for (const id of ['1', '2', '1']) fail(router, serving, id, failure('upstream_error'));
    expect(shown(router.preview(serving))).toMatch(/^b9 a[12] a[12]$/);
  });

  it('come back by a probe of their own', () => {
    const { router, clock } = open();
    const serving = [candidate('a', '12')];
    fail(router, serving, '1', failure('upstream_auth'));
    clock.now += 5_000;
    const probe = router.order(serving).find(({ credential }) => credential?.id === '1') as Candidate;
    expect(router.seemsWell(probe)).toBe(true);
    const call = router.begin(probe);
    expect(router.seemsWell(probe)).toBe(false);
    expect(shown(router.preview(serving))).toBe('a2 a1');
    call.succeeded(10);
    expect(router.seemsWell(probe)).toBe(true);
  });

  it('stay with a trace, which takes no turn from the others', () => {
    const { router } = open('adaptive');
    const serving = [candidate('a', '123')];
    const [first] = router.order(serving, 't');
    router.begin(first as Candidate, 't').succeeded(10);
    expect(shown(router.order(serving, 't'))).toBe('a1 a2 a3');
    expect(shown(router.order(serving, 't'))).toBe('a1 a2 a3');
    expect(shown(router.order(serving))).toBe('a2 a3 a1');
  });

  it('are told apart in what is known of the channel', () => {
    const { router } = open();
    const serving = [candidate('a', '12')];
    fail(router, serving, '2', failure('quota_exceeded'));
    const known = router
      .known()
      .get('a')
      ?.map(({ credential, phase }) => [credential, phase]);
    expect(known).toContainEqual(['2', 'open']);
    expect(known).toContainEqual([undefined, 'closed']);
    router.forget('a');
    expect(shown(router.preview(serving))).toMatch(/^a[12] a[12]$/);
    expect(router.known().size).toBe(0);
  });
});
