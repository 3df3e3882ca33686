import type { ChannelLimits } from '../contract/channel-limits.ts';
import type { Quota } from '../contract/quota.ts';
import type { Tree } from '../contract/tree.ts';
import type { Overrides } from '../routing/overrides.ts';

/** What a channel's row holds as JSON: everything an operator decides that is neither searched for nor secret. */
export interface ChannelDocument {
  /** Null: the provider's own. */
  readonly baseUrl: string | null;
  /** As its provider's schema takes them, secret members left out. */
  readonly settings: { readonly [name: string]: Tree };
  readonly models: ModelRules;
  /** From served to upstream names, for those whose entry names none; the first that fits counts. */
  readonly mapping: readonly MappingRule[];
  /** Milliseconds until the upstream must have begun to answer. */
  readonly timeoutMs: number;
  /** Milliseconds between two pieces of its answer. */
  readonly idleTimeoutMs: number;
  /** Absent in documents from before there were any. */
  readonly overrides?: Overrides;
  /** Its password is sealed, in a column of its own. Null, absent: calls go out directly. */
  readonly proxy?: ProxyAddress | null;
  readonly limits?: ChannelLimits;
  readonly budgets?: readonly Quota[];
  /** For people. */
  readonly note: string;
}

export interface ProxyAddress {
  /** `http:`, `https:` or `socks5:`, without user and password. */
  readonly url: string;
  readonly username?: string | undefined;
}

/** Which models a channel serves, and how clients call them. */
export interface ModelRules {
  /** `catalogue`: what the provider is known to have · `upstream`: what it listed when it was asked last · `list`: `list` alone. */
  readonly source: 'catalogue' | 'upstream' | 'list';
  /** Served whatever the source says; goes before an entry of the source with the same name. */
  readonly list: readonly ListedName[];
  /** Of the source only those that one of these patterns stands for; empty: all. */
  readonly include: readonly string[];
  /** Of the source none that one of these stands for. */
  readonly exclude: readonly string[];
  /** Stands before every name, as `work/`. */
  readonly prefix: string;
  /** What the upstream listed when it was asked last. */
  readonly upstream: readonly string[];
  /** Unix milliseconds; null: never. */
  readonly askedAt: number | null;
}

export interface ListedName {
  readonly name: string;
  /** Absent: as `mapping` says, else the name itself. */
  readonly upstream?: string | undefined;
  /** A known model whose rules apply. */
  readonly like?: string | undefined;
}

export interface MappingRule {
  /** A name or a pattern of names. */
  readonly from: string;
  /** The upstream's name; `$1` and so on stand for what the pattern's stars or groups found. */
  readonly to: string;
}
