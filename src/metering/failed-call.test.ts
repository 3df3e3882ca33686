import { describe, expect, it } from 'vitest';
import type { ModelCard } from '../contract/capability.ts';
import { GatewayError } from '../contract/error.ts';
import { costOfFailure } from './failed-call.ts';

const paid: ModelCard = {
  id: 'm',
  prices: [{ what: 'output_image', per: 'image', usd: 1, source: 'test' }],
};
const perDelivered: ModelCard = { ...paid, failures: 'free' };
const givenAway: ModelCard = {
  id: 'm',
  prices: [{ what: 'output_image', per: 'image', usd: 0, source: 'test' }],
};

const turnedDown = new GatewayError('rate_limited', '', { refused: true, upstreamStatus: 429 });
const filtered = new GatewayError('content_policy', '', { refused: true, upstreamStatus: 400 });
const lost = new GatewayError('upstream_timeout', '', { outcomeUnknown: true });
const inside200 = new GatewayError('upstream_error', '', { upstreamStatus: 502 });

describe('a failed call costs nothing', () => {
  it.each([
    ['that the provider turned down by its status', turnedDown, paid],
    ['that never reached it', new GatewayError('upstream_unavailable', ''), paid],
    ['that the gateway refused to make', new GatewayError('invalid_request', ''), paid],
    ['where only pictures that came are billed', filtered, perDelivered],
    ['of a model that is given away', lost, givenAway],
  ])('%s', (_case, error, card) => {
    expect(costOfFailure(error, card, false)).toEqual({ usd: 0, basis: 'free', lines: [] });
  });
});

describe('a failed call costs something unknown', () => {
  it.each([
    ['whose outcome is unknown', lost, perDelivered, false],
    ['whose answer had begun', turnedDown, paid, true],
    ['that a filter stopped', filtered, paid, false],
    ['whose failure came inside a success', inside200, paid, false],
    ['that nothing says anything about', new GatewayError('no_image', ''), paid, false],
  ])('%s', (_case, error, card, begun) => {
    expect(costOfFailure(error, card, begun)).toHaveProperty('unknown');
  });
});
