import type { ChannelLimitName, ChannelLimits } from '../../contract/channel-limits.ts';
import type { Amounts, Quota } from '../../contract/quota.ts';
import type { Claim } from '../../storage/ports.ts';
import { spanOf } from '../quotas/period.ts';

/** What limits a channel. */
export interface LimitedChannel {
  readonly id: string;
  readonly name: string;
  readonly limits?: ChannelLimits;
  readonly budgets?: readonly Quota[];
}

/** What one limit of a channel takes of a call. */
export interface LimitClaim {
  readonly limit: ChannelLimitName;
  readonly most: number;
  readonly claim: Claim;
  /** What of the amounts it counts; absent: calls at once. */
  readonly measure?: 'requests' | 'tokens' | 'images';
  /** Unix milliseconds; null: when a call ends. */
  readonly resetsAt: number | null;
}

const MEASURES = {
  requestsPerMinute: 'requests',
  tokensPerMinute: 'tokens',
  imagesPerMinute: 'images',
} as const;

/** Counters outlive their minute a little, for calls that end after it. */
const LINGER_MS = 600_000;
/** Places of a node that has died are free again after this time. */
export const PLACE_MS = 60_000;

/** The claims of a call, for each of the channel's limits. @param holder who gets the place, where calls at once are limited */
export function limitClaims(
  { id, limits = {} }: LimitedChannel,
  expected: Amounts,
  { now, holder = '' }: { readonly now: number; readonly holder?: string },
): LimitClaim[] {
  const { start, end } = spanOf('minute', now, 'UTC');
  const rates = Object.entries(MEASURES).flatMap(([name, measure]): LimitClaim[] => {
    const limit = name as keyof typeof MEASURES;
    const most = limits[limit];
    if (most === undefined) return [];
    // How long an answer will be is a guess: one that may be longer than a whole minute's tokens takes all of them, not none.
    const by = measure === 'tokens' ? Math.min(expected.tokens, most) : expected[measure];
    const key = `limit:${id}:${measure}:${start}`;
    return [
      { limit, most, measure, resetsAt: end, claim: { kind: 'amount', key, by, most, ttlMs: LINGER_MS } },
    ];
  });
  const { concurrency } = limits;
  if (concurrency === undefined) return rates;
  const claim = {
    kind: 'place',
    key: `limit:${id}:places`,
    holder,
    most: concurrency,
    ttlMs: PLACE_MS,
  } as const;
  return [...rates, { limit: 'concurrency', most: concurrency, resetsAt: null, claim }];
}

const UNITS: { readonly [limit in ChannelLimitName]: string } = {
  requestsPerMinute: 'requests per minute',
  tokensPerMinute: 'tokens per minute',
  imagesPerMinute: 'images per minute',
  concurrency: 'calls at once',
};

/** As `10 requests per minute`. */
export const unitOf = (limit: ChannelLimitName, most: number): string => `${most} ${UNITS[limit]}`;
