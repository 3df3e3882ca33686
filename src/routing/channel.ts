import type { ChannelLimits } from '../contract/channel-limits.ts';
import type { Provider } from '../contract/provider.ts';
import type { Quota } from '../contract/quota.ts';
import type { Secret } from '../lib/secret.ts';
import type { Overrides } from './overrides.ts';

/** A configured upstream account. */
export interface Channel {
  /** Stays when the channel is renamed; `file:NAME` and the like for those of the configuration. */
  readonly id: string;
  readonly name: string;
  readonly provider: Provider;
  /** `built-in`: stands in until there is a real channel. */
  readonly origin: 'database' | 'file' | 'environment' | 'built-in';
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Those in use; none for providers without a network. */
  readonly credentials: readonly Credential[];
  /** As its provider's schema read them; only the provider looks inside. */
  readonly settings?: unknown;
  /** What the channel serves; absent: the provider's current catalogue. */
  readonly models?: readonly ChannelModel[];
  /** Lower is tried first. */
  readonly priority: number;
  /** Share among channels of the same priority. */
  readonly weight: number;
  readonly tags: readonly string[];
  /** Milliseconds until the upstream must have begun to answer. */
  readonly timeoutMs: number;
  /** Milliseconds between two pieces of its answer. */
  readonly idleTimeoutMs: number;
  /** What the upstream account lets through, over all nodes together. */
  readonly limits?: ChannelLimits;
  /** What may be used of it in each period. */
  readonly budgets?: readonly Quota[];
  readonly overrides?: Overrides;
  /** URL of the proxy its calls go through, user and password in it. */
  readonly proxy?: Secret;
}

/** One of the keys a channel has at its upstream. */
export interface Credential {
  readonly id: string;
  /** How people call it. */
  readonly label: string;
  readonly secret: Secret;
}

export interface ChannelModel {
  /** What clients call it. */
  readonly name: string;
  /** What the upstream calls it. */
  readonly upstream: string;
  /** A known model whose rules apply, for names that say nothing (`ep-2026…`). */
  readonly like?: string;
}
