import type { UsageCounts } from '../../contract/usage-counts.ts';

export type { UsageCounts };

/**
 * What sums are kept by, in milliseconds: minutes for what is new; for good quarters of an hour, at one of which local days begin
 * everywhere, hours, for where local days begin at one, and days of UTC, for all that needs no local days.
 */
export type UsageStep = 60_000 | 900_000 | 3_600_000 | 86_400_000;

/** A stretch of time that is read by steps of one length; it begins with one and ends with one. */
export interface UsageStretch {
  readonly step: UsageStep;
  /** Unix milliseconds. */
  readonly since: number;
  readonly until: number;
  /** Only steps that begin in this part of each day of UTC, or outside of it; absent: all. */
  readonly timeOfDay?: {
    /** Milliseconds since the day began. */
    readonly from: number;
    readonly to: number;
    readonly inside: boolean;
  };
}

/** When, and who asked what of whom. Empty text: none. */
export interface UsageKey {
  readonly step: UsageStep;
  /** Unix milliseconds at which the step began. */
  readonly at: number;
  readonly project: string;
  readonly keyId: string;
  readonly userId: string;
  /** As the client named it. */
  readonly model: string;
  readonly channel: string;
}

export interface UsageSum extends UsageKey, UsageCounts {}

/** Requests that took about so long. */
export interface LatencyCount {
  readonly at: number;
  readonly project: string;
  readonly model: string;
  readonly channel: string;
  /** To the last byte, or to the first piece. */
  readonly kind: 'whole' | 'first';
  /** As `latencyBin` of telemetry numbers them. */
  readonly bin: number;
  readonly requests: number;
}

export interface PictureCount {
  readonly at: number;
  readonly project: string;
  readonly keyId: string;
  readonly model: string;
  readonly channel: string;
  readonly size: string;
  readonly quality: string;
  readonly pictures: number;
}

/** What some exchanges add to the sums. */
export interface UsageBatch {
  /** By the minute. Those by longer steps follow from them. */
  readonly sums: readonly UsageSum[];
  /** By the quarter of an hour, as are the pictures. */
  readonly latencies: readonly LatencyCount[];
  readonly pictures: readonly PictureCount[];
}

export type UsageDimension = 'project' | 'keyId' | 'userId' | 'model' | 'channel';

/** A stretch of time in which local time is this far ahead of UTC. */
export interface Offset {
  /** Unix milliseconds from which it counts. */
  readonly from: number;
  readonly offsetMs: number;
}

export interface UsageQuery {
  /** Absent: all projects. */
  readonly project?: string;
  /** Which sums to add up: stretches that do not overlap, at least one. */
  readonly stretches: readonly UsageStretch[];
  /** Only these. */
  readonly filter: { readonly [dimension in UsageDimension]?: string };
  readonly by: readonly UsageDimension[];
  /** Absent: the whole time is one bucket. */
  readonly buckets?: {
    readonly sizeMs: number;
    /** In time order, the first one from `since` or before. */
    readonly offsets: readonly Offset[];
  };
}

/** Sums of one bucket and one value of each dimension asked for. */
export interface UsageRow extends UsageCounts {
  /** Local start of the bucket in milliseconds, offset included; 0 without buckets. */
  readonly bucket: number;
  readonly project?: string;
  readonly keyId?: string;
  readonly userId?: string;
  readonly model?: string;
  readonly channel?: string;
}

export interface LatencyQuery {
  readonly project?: string;
  /** By quarters of an hour; by days too where no model is named, by hours where neither `by` nor `filter` names anything. */
  readonly stretches: readonly UsageStretch[];
  readonly filter: { readonly model?: string; readonly channel?: string };
  readonly by?: 'model' | 'channel';
  /** Absent: both. */
  readonly kind?: LatencyCount['kind'];
  /** Absent: the whole time is one bucket. */
  readonly buckets?: UsageQuery['buckets'];
}

export interface LatencyRow {
  /** Local start of the bucket in milliseconds, offset included; 0 without buckets. */
  readonly bucket: number;
  /** Value of `by`; empty without. */
  readonly name: string;
  readonly kind: LatencyCount['kind'];
  readonly bin: number;
  readonly requests: number;
}

export interface UsageRecords {
  sums(query: UsageQuery): Promise<UsageRow[]>;
  latencies(query: LatencyQuery): Promise<LatencyRow[]>;
  /**
   * Pictures drawn by size and quality, most first. Stretches are of quarters of an hour; of days too where no more is filtered by than
   * one of key, model and channel.
   */
  pictures(
    query: Pick<UsageQuery, 'project' | 'stretches' | 'filter'>,
  ): Promise<{ readonly size: string; readonly quality: string; readonly pictures: number }[]>;
}
