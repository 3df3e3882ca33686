/** What is counted. `cost` is in US dollars where people write it and in billionths of one where it is counted. */
export const MEASURES = ['requests', 'tokens', 'images', 'cost'] as const;
export type Measure = (typeof MEASURES)[number];

/** `total`: since the beginning, never reset. Days and months are those of the project's time zone. */
export const PERIODS = ['minute', 'hour', 'day', 'month', 'total'] as const;
export type Period = (typeof PERIODS)[number];

/** No more than `limit` of a measure in each period. */
export interface Quota {
  readonly measure: Measure;
  readonly per: Period;
  /** Whole, but for `cost`: US dollars. */
  readonly limit: number;
}

export type CallerKind = 'project' | 'key' | 'profile';

/** Whom quotas hold for. */
export interface QuotaHolder<Kind extends string = CallerKind | 'channel'> {
  readonly kind: Kind;
  /** Unique among holders of its kind. */
  readonly id: string;
  /** As people call it, for messages. */
  readonly name: string;
  /** Empty for channels. */
  readonly project: string;
  /** The key whose requests count; absent: those of the whole project. */
  readonly keyId?: string;
  /** The channel whose calls count. */
  readonly channel?: string;
  readonly quotas: readonly Quota[];
  /** IANA name, as `Asia/Shanghai`. */
  readonly timeZone: string;
}

/** Whole numbers by measure; `cost` in billionths of a US dollar. */
export type Amounts = { readonly [measure in Measure]: number };

export const NOTHING: Amounts = { requests: 0, tokens: 0, images: 0, cost: 0 };
