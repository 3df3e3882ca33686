import type { Provider } from '../contract/provider.ts';
import type { Secret } from '../lib/secret.ts';

/** A configured upstream account. */
export interface Channel {
  readonly name: string;
  readonly provider: Provider;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Absent for providers without a network. */
  readonly apiKey?: Secret;
  /** As its provider's schema read them; only the provider looks inside. */
  readonly settings?: unknown;
  /** What the channel serves; absent: the provider's current catalogue. */
  readonly models?: readonly ChannelModel[];
  /** Lower is tried first. */
  readonly priority: number;
  /** Share among channels of the same priority. */
  readonly weight: number;
  /** Milliseconds until the upstream must have begun to answer, and between two pieces of its answer. */
  readonly timeoutMs: number;
}

export interface ChannelModel {
  /** What clients call it. */
  readonly name: string;
  /** What the upstream calls it. */
  readonly upstream: string;
  /** A known model whose rules apply, for names that say nothing (`ep-2026…`). */
  readonly like?: string;
}
