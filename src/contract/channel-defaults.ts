/** What a channel is like when nothing else is said, be it in the configuration or in the database. */
export const CHANNEL_DEFAULTS = { priority: 1, weight: 100, timeoutMs: 300_000 } as const;
