import { describe, expect, it } from 'vitest';
import { type ErrorFacts, GatewayError } from '../contract/error.ts';
import { type Circumstances, verdict } from './verdict.ts';

const failure = (facts: ErrorFacts) => new GatewayError('upstream_error', 'It failed.', facts);
const plain: Circumstances = {
  picture: false,
  answered: false,
  retryUnknown: false,
  elsewhere: true,
  waits: 0,
  patience: { patienceMs: 10_000, patienceElsewhereMs: 1_000, mostWaits: 2 },
};

describe('after a failure', () => {
  it.each([
    ['that nobody allows to repeat', {}, plain, 'stop'],
    ['that is the request’s own fault', { retry: 'never' }, plain, 'stop'],
    ['of this target', { retry: 'next-target' }, plain, 'next'],
    ['that passes with time', { retry: 'same-target' }, plain, 'next'],
    ['with an unknown outcome, for text', { retry: 'next-target', outcomeUnknown: true }, plain, 'next'],
    [
      'with an unknown outcome, for a picture that may have been paid for',
      { retry: 'next-target', outcomeUnknown: true },
      { ...plain, picture: true },
      'stop',
    ],
    [
      'with an unknown outcome, for a picture whose client takes the risk',
      { retry: 'next-target', outcomeUnknown: true },
      { ...plain, picture: true, retryUnknown: true },
      'next',
    ],
    ['with a known outcome, for a picture', { retry: 'next-target' }, { ...plain, picture: true }, 'next'],
    ['when something was answered already', { retry: 'next-target' }, { ...plain, answered: true }, 'stop'],
  ] satisfies [string, ErrorFacts, Circumstances, string][])(
    '%s: %j',
    (_what, facts, circumstances, expected) => {
      expect(verdict(failure(facts), circumstances, () => 0.5).step).toBe(expected);
    },
  );
});

describe('a target that asks for patience', () => {
  const busy = (retryAfterMs?: number, code: 'rate_limited' | 'upstream_error' = 'rate_limited') =>
    new GatewayError(code, 'Later.', {
      retry: 'same-target',
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  const alone: Circumstances = { ...plain, elsewhere: false };

  it.each([
    ['is waited for as long as it asks, a little more at random', busy(10_000), alone, 'again'],
    ['is left where it asks for too much', busy(10_001), alone, 'next'],
    ['is left where it does not say how much', busy(), alone, 'next'],
    ['is waited for only for a moment when another one is well', busy(1_000), plain, 'again'],
    ['is left for another one that is well', busy(1_001), plain, 'next'],
    ['is waited for twice', busy(100), { ...alone, waits: 1 }, 'again'],
    ['is not waited for a third time', busy(100), { ...alone, waits: 2 }, 'next'],
    ['is waited for with pictures too: it drew none', busy(100), { ...alone, picture: true }, 'again'],
    ['is left once something was answered', busy(100), { ...alone, answered: true }, 'stop'],
    ['is left where waiting does not help', busy(100, 'upstream_error'), alone, 'next'],
  ] satisfies [string, GatewayError, Circumstances, string][])('%s', (_what, error, circumstances, step) => {
    expect(verdict(error, circumstances, () => 0.5).step).toBe(step);
  });

  it('is never asked before the time it named', () => {
    expect(verdict(busy(2_000), alone, () => 0)).toEqual({ step: 'again', afterMs: 2_000 });
    expect(verdict(busy(2_000), alone, () => 0.999)).toEqual({ step: 'again', afterMs: 2_400 });
  });
});
