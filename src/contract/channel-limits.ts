/** What an upstream account lets through, over all nodes together. */
export const CHANNEL_LIMITS = [
  'requestsPerMinute',
  'tokensPerMinute',
  'imagesPerMinute',
  'concurrency',
] as const;
export type ChannelLimitName = (typeof CHANNEL_LIMITS)[number];

/** Whole numbers from 1; absent: not limited. Minutes are those of the clock; `concurrency` is calls at once. */
export type ChannelLimits = { readonly [name in ChannelLimitName]?: number };
