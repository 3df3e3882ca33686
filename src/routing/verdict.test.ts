import { describe, expect, it } from 'vitest';
import { type ErrorFacts, GatewayError } from '../contract/error.ts';
import { type Circumstances, verdict } from './verdict.ts';

const failure = (facts: ErrorFacts) => new GatewayError('upstream_error', 'It failed.', facts);
const plain: Circumstances = { picture: false, answered: false, retryUnknown: false };

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
      expect(verdict(failure(facts), circumstances)).toBe(expected);
    },
  );
});
