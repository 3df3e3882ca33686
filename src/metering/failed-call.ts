import type { ModelCard } from '../contract/capability.ts';
import type { Cost, KnownCost } from '../contract/cost.ts';
import type { ErrorCode, GatewayError } from '../contract/error.ts';

/** Nothing is billed. */
export const FREE: KnownCost = { usd: 0, basis: 'free', lines: [] };

/**
 * What a call cost that ended in a failure.
 * @param begun something of its answer had come
 */
export function costOfFailure({ code, facts }: GatewayError, card: ModelCard, begun: boolean): Cost {
  if (costsNothing(card)) return FREE;
  if (begun) return { unknown: 'The answer broke off before the provider told what it used.' };
  if (facts.outcomeUnknown) return { unknown: 'The call failed, and the provider may have done the work.' };
  if (card.failures === 'free') return FREE;
  // Some providers charge for what their filters stop, most of them at the output.
  if (code === 'content_policy') return { unknown: 'The provider may charge for what it refuses to show.' };
  if (facts.refused || (facts.upstreamStatus === undefined && NEVER_SENT.has(code))) return FREE;
  return { unknown: 'The call failed, and nobody knows whether it is billed.' };
}

/** Said without any status of an upstream: the gateway refused to make the call, or no connection came about. */
const NEVER_SENT: ReadonlySet<ErrorCode> = new Set([
  'invalid_request',
  'unsupported_parameter',
  'unsupported_media_type',
  'too_large',
  'upstream_unavailable',
  'upstream_timeout',
]);

/** A model that is given away, as the demo is. */
const costsNothing = ({ prices = [] }: ModelCard): boolean =>
  prices.length > 0 && prices.every(({ usd }) => usd === 0);
