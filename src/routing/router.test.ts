import { describe, expect, it } from 'vitest';
import { makeChannel } from '../../test/routing/channel.ts';
import { type ErrorCode, GatewayError } from '../contract/error.ts';
import type { Provider } from '../contract/provider.ts';
import type { Candidate } from './candidates.ts';
import { createHealthBoard } from './health-board.ts';
import { createRouter, type Router } from './router.ts';
import type { Strategy } from './score.ts';

const provider: Provider = {
  ...{ id: 'test', title: 'Test', docs: '', baseUrl: '', models: [], card: (id) => ({ id }) },
  ...{ authorize: () => ({}), decodeError: () => new GatewayError('upstream_error', 'No.') },
};
const candidate = (name: string, { priority = 1, weight = 1, model = 'm' } = {}): Candidate => ({
  channel: makeChannel(name, provider, { priority, weight }),
  target: { channel: name, baseUrl: '', model, card: { id: model }, settings: undefined },
});
const [a, b, c] = [candidate('a'), candidate('b'), candidate('c')];
const failure = (code: ErrorCode, retryAfterMs?: number) =>
  new GatewayError(code, 'No.', retryAfterMs === undefined ? {} : { retryAfterMs });

/** A router whose clock stands still until it is told otherwise. */
function open(strategy: Strategy = 'failover', random = () => 0.5) {
  const clock = { now: 1_000_000 };
  const now = () => clock.now;
  return {
    clock,
    router: createRouter({ strategy: () => strategy, board: createHealthBoard(now), now, random }),
  };
}
const names = (router: Router, serving: readonly Candidate[], trace?: string): string =>
  router
    .order(serving, trace)
    .map(({ channel }) => channel.name)
    .join('');

describe('the order of targets', () => {
  it('is by priority before anything else, whatever the strategy', () => {
    for (const strategy of ['adaptive', 'failover', 'weighted'] as const) {
      const { router } = open(strategy);
      const first = candidate('z', { priority: 0 });
      router.begin(first);
      expect(names(router, [a, b, first])[0]).toBe('z');
    }
  });

  it('is that of the configuration with the strategy failover', () => {
    expect(names(open('failover').router, [b, c, a])).toBe('bca');
  });

  it('goes round by weight with the strategy weighted', () => {
    const { router } = open('weighted');
    const serving = [candidate('a', { weight: 3 }), b];
    const firsts = Array.from({ length: 8 }, () => names(router, serving)[0]).join('');
    expect(firsts).toBe('aabaaaba');
  });

  it('can be looked at without taking a turn', () => {
    const { router } = open('weighted');
    const looks = [1, 2, 3].map(() => router.preview([a, b])[0]?.channel.name);
    expect(looks).toEqual(['a', 'a', 'a']);
  });

  it('is a draw by weight with the strategy adaptive as long as nothing else is known', () => {
    let [seed, heavyFirst] = [1, 0];
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const { router } = open('adaptive', random);
    const serving = [candidate('l', { weight: 10 }), candidate('h', { weight: 90 })];
    for (let round = 0; round < 2_000; round += 1) if (names(router, serving)[0] === 'h') heavyFirst += 1;
    expect(heavyFirst / 2_000).toBeGreaterThan(0.87);
    expect(heavyFirst / 2_000).toBeLessThan(0.93);
  });

  it('puts those that seem unwell last, the one that recovers first leading', () => {
    const { router } = open();
    router.begin(a).failed(failure('rate_limited', 60_000));
    router.begin(b).failed(failure('rate_limited', 30_000));
    expect(names(router, [a, b, c])).toBe('cba');
    expect(names(router, [a, b])).toBe('ba');
  });
});

describe('the adaptive score', () => {
  it.each([
    ['errors', (router: Router) => router.begin(a).failed(failure('upstream_error'))],
    ['load', (router: Router) => void router.begin(a)],
    [
      'latency',
      (router: Router) => {
        router.begin(a).succeeded(2_000);
        router.begin(b).succeeded(200);
      },
    ],
  ] satisfies [string, (router: Router) => void][])('knows %s', (part, happen) => {
    const { router } = open('adaptive');
    happen(router);
    const [first, second] = router.order([a, b]);
    expect(first?.channel.name).toBe('b');
    expect(second?.score.parts[part as 'errors']).toBeLessThan(0);
    expect(first?.score.parts[part as 'errors']).toBe(0);
  });

  it('is the sum of its parts', () => {
    const [first] = open('adaptive').router.order([a, b]);
    const sum = Object.values(first?.score.parts ?? {}).reduce((all, part: number) => all + part, 0);
    expect(first?.score.total).toBeCloseTo(sum);
  });

  it('counts calls in flight by weight, and no longer than they take', () => {
    const { router } = open('adaptive');
    const calls = [router.begin(a), router.begin(a)];
    for (const call of calls) {
      call.abandoned();
      call.abandoned();
    }
    expect(router.order([a, b]).map(({ score }) => score.parts.load)).toEqual([0, 0]);
  });

  it('keeps a trace where it was served last, and only that trace', () => {
    const { router } = open('adaptive');
    router.begin(b, 'trace').succeeded(100);
    router.begin(a).succeeded(100);
    expect(names(router, [a, b], 'trace')).toBe('ba');
    expect(names(router, [a, b], 'another')).toBe('ab');
    expect(router.order([a, b], 'trace')[0]?.score.parts.affinity).toBe(2);
  });
});

describe('the health of a target', () => {
  it.each([
    'invalid_request',
    'content_policy',
    'client_closed',
    'no_image',
    'internal',
  ] satisfies ErrorCode[])('is not touched by %s', (code) => {
    const { router } = open();
    for (let round = 0; round < 5; round += 1) router.begin(a).failed(failure(code));
    expect(router.order([a])[0]?.score.health).toBe('closed');
  });

  it.each(['upstream_auth', 'quota_exceeded', 'rate_limited', 'model_not_found'] satisfies ErrorCode[])(
    'is gone after one %s',
    (code) => {
      const { router } = open();
      router.begin(a).failed(failure(code));
      expect(router.order([a])[0]?.score.health).toBe('open');
    },
  );

  it.each(['upstream_error', 'upstream_timeout', 'upstream_unavailable'] satisfies ErrorCode[])(
    'is gone after three times %s',
    (code) => {
      const { router } = open();
      const phases = [1, 2, 3].map(() => {
        router.begin(a).failed(failure(code));
        return router.order([a])[0]?.score.health;
      });
      expect(phases).toEqual(['closed', 'closed', 'open']);
    },
  );

  it('is that of one model of one channel', () => {
    const { router } = open();
    router.begin(a).failed(failure('model_not_found'));
    expect(router.seemsWell(candidate('a', { model: 'other' }))).toBe(true);
    expect(router.seemsWell(b)).toBe(true);
    expect(router.seemsWell(a)).toBe(false);
  });

  it('comes back by one probe at a time', () => {
    const { router, clock } = open();
    router.begin(a).failed(failure('rate_limited', 1_000));
    clock.now += 1_000;
    expect(names(router, [a, b])).toBe('ab');
    const probe = router.begin(a);
    expect(names(router, [a, b])).toBe('ba');
    probe.succeeded(10);
    expect(names(router, [a, b])).toBe('ab');
  });

  it('lets the next one probe when a client breaks its probe off', () => {
    const { router, clock } = open();
    router.begin(a).failed(failure('rate_limited', 1_000));
    clock.now += 1_000;
    router.begin(a).abandoned();
    expect(router.seemsWell(a)).toBe(true);
  });
});
