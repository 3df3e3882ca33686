import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterEvent,
  errorShare,
  FIRST_PAUSE_MS,
  type Health,
  type HealthEvent,
  LONGEST_PAUSE_MS,
  latencyOf,
  PROBE_MS,
  phaseOf,
  UNTRIED,
} from './health.ts';

const T = 1_000_000;
const ok = (began: number, latencyMs = 100): HealthEvent => ({ type: 'succeeded', began, latencyMs });
const shaky = (began: number): HealthEvent => ({ type: 'failed', began, opens: 'in-a-row' });
const dead = (began: number, retryAfterMs?: number): HealthEvent => ({
  ...{ type: 'failed', began, opens: 'at-once' },
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});
const began: HealthEvent = { type: 'began' };

/** Each event at its time. */
const live = (...events: readonly [number, HealthEvent][]): Health =>
  events.reduce((health, [at, event]) => afterEvent(health, event, at), UNTRIED);

describe('a target', () => {
  it.each([
    ['is closed before anything happened', [], T, 'closed'],
    [
      'stays closed after two failures',
      [
        [T, shaky(T)],
        [T, shaky(T)],
      ],
      T,
      'closed',
    ],
    [
      'opens after three in a row',
      [
        [T, shaky(T)],
        [T, shaky(T)],
        [T, shaky(T)],
      ],
      T,
      'open',
    ],
    [
      'counts anew after a success',
      [
        [T, shaky(T)],
        [T, shaky(T)],
        [T, ok(T)],
        [T, shaky(T)],
      ],
      T,
      'closed',
    ],
    ['opens at once where one failure is proof', [[T, dead(T)]], T, 'open'],
    ['stays open until its pause is over', [[T, dead(T)]], T + FIRST_PAUSE_MS - 1, 'open'],
    ['is half-open then', [[T, dead(T)]], T + FIRST_PAUSE_MS, 'half-open'],
    ['opens for exactly as long as it asks', [[T, dead(T, 90_000)]], T + 89_999, 'open'],
    ['is half-open exactly when it said', [[T, dead(T, 90_000)]], T + 90_000, 'half-open'],
    [
      'lets one probe through',
      [
        [T, dead(T, 10)],
        [T + 10, began],
      ],
      T + 11,
      'probing',
    ],
    [
      'allows another probe when the first is lost',
      [
        [T, dead(T, 10)],
        [T + 10, began],
      ],
      T + 10 + PROBE_MS,
      'half-open',
    ],
    [
      'closes when the probe succeeds',
      [
        [T, dead(T, 10)],
        [T + 10, began],
        [T + 20, ok(T + 10)],
      ],
      T + 20,
      'closed',
    ],
    [
      'opens again when the probe fails once',
      [
        [T, dead(T, 10)],
        [T + 10, began],
        [T + 20, shaky(T + 10)],
      ],
      T + 20,
      'open',
    ],
    [
      'is half-open again when the probe tells nothing',
      [
        [T, dead(T, 10)],
        [T + 10, began],
        [T + 20, { type: 'inconclusive', probe: true }],
      ],
      T + 20,
      'half-open',
    ],
    [
      'does not mistake the end of another call for that of its probe',
      [
        [T, dead(T, 10)],
        [T + 10, began],
        [T + 20, { type: 'inconclusive', probe: false }],
      ],
      T + 20,
      'probing',
    ],
    [
      'is not closed by a call from before the trouble',
      [
        [T, dead(T, 60_000)],
        [T + 5, ok(T - 50)],
      ],
      T + 6,
      'open',
    ],
    [
      'is closed by a call that went out in spite of all',
      [
        [T, dead(T, 60_000)],
        [T + 5, ok(T + 1)],
      ],
      T + 6,
      'closed',
    ],
  ] satisfies [string, [number, HealthEvent][], number, string][])('%s', (_what, events, at, phase) => {
    expect(phaseOf(live(...events), at)).toBe(phase);
  });

  it('is left alone for longer each time its probe fails, up to a limit', () => {
    let [health, now] = [afterEvent(UNTRIED, dead(T), T), T];
    const pauses: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      pauses.push(health.openUntil - now);
      now = health.openUntil;
      health = afterEvent(afterEvent(health, began, now), dead(now), now);
    }
    expect(pauses.slice(0, 3)).toEqual([FIRST_PAUSE_MS, 2 * FIRST_PAUSE_MS, 4 * FIRST_PAUSE_MS]);
    expect(pauses.at(-1)).toBe(LONGEST_PAUSE_MS);
  });

  it('takes many calls that fail together for one opening, with the longest wait they name', () => {
    const burst = live([T, dead(T - 9)], [T, dead(T - 8, 70_000)], [T, dead(T - 7, 20_000)]);
    expect([burst.openings, burst.openUntil]).toEqual([1, T + 70_000]);
  });

  it('forgets its failures and its speed with time', () => {
    const health = live([T, shaky(T)], [T, ok(T, 300)]);
    expect(errorShare(health, T + 60_000)).toBeCloseTo(errorShare(health, T) / 2);
    expect([latencyOf(health, T + 1), latencyOf(health, T + 600_000)]).toEqual([300, undefined]);
  });

  it('always recovers, whatever happened to it', () => {
    const event = fc.oneof(
      fc.constant(began),
      fc.record({ type: fc.constant('succeeded' as const), began: fc.nat(1e7), latencyMs: fc.nat(1e5) }),
      fc.record(
        {
          type: fc.constant('failed' as const),
          began: fc.nat(1e7),
          opens: fc.constantFrom('at-once' as const, 'in-a-row' as const),
          retryAfterMs: fc.nat(600_000),
        },
        { requiredKeys: ['type', 'began', 'opens'] },
      ),
      fc.record({ type: fc.constant('inconclusive' as const), probe: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(100_000), event)), (events) => {
        let [health, now] = [UNTRIED, 0];
        for (const [later, each] of events) {
          now += later;
          health = afterEvent(health, each, now);
        }
        // The longest pause, a target's own longest wait and a probe that got lost.
        now += Math.max(LONGEST_PAUSE_MS, 600_000, PROBE_MS);
        expect(['closed', 'half-open']).toContain(phaseOf(health, now));
        health = afterEvent(afterEvent(health, began, now), ok(now), now + 1);
        expect(phaseOf(health, now + 1)).toBe('closed');
      }),
    );
  });
});
