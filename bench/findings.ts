import type { Sample, Samples } from './laboratory.ts';
import { median } from './quantile.ts';
import type { SubjectName } from './subjects/subject.ts';

/** A line of the table: what one subject took. Medians of the rounds. */
export interface Row {
  readonly case: string;
  readonly subject: string;
  /** By name of the column, with its unit. */
  readonly values: { readonly [column: string]: number };
}

/** A figure that is to be reached. */
export interface Goal {
  readonly case: string;
  readonly what: string;
  readonly measured: number;
  /** The measured one may be at most (at least) this. */
  readonly sense: 'at most' | 'at least';
  readonly limit: number;
}

export interface Findings {
  readonly rows: readonly Row[];
  readonly goals: readonly Goal[];
}

export const isReached = ({ measured, sense, limit }: Goal): boolean =>
  sense === 'at most' ? measured <= limit : measured >= limit;

/** What there is to say about every exchange that was measured side by side. */
export function rowsOf(name: string, samples: Samples): Row[] {
  return [...samples].map(([subject, rounds]) => ({
    case: name,
    subject,
    values: {
      'CPU µs': median(rounds.map(({ cpuUs }) => cpuUs)),
      '× floor': cpuRatio(samples, subject, 'floor'),
      'p50 ms': median(rounds.map(({ p50 }) => p50)),
      '+p50 ms': median(paired(samples, subject, 'direct', (a, b) => a.p50 - b.p50)),
      '1st byte ms': median(rounds.map(({ firstByte }) => firstByte)),
      '+1st ms': median(paired(samples, subject, 'direct', (a, b) => a.firstByte - b.firstByte)),
      'per s': median(rounds.map(({ requests, seconds }) => requests / seconds)),
    },
  }));
}

/** CPU of one in terms of another: the median of the ratios of each round. */
export const cpuRatio = (samples: Samples, one: SubjectName, other: SubjectName): number =>
  median(paired(samples, one, other, (a, b) => a.cpuUs / b.cpuUs));

export const throughputRatio = (samples: Samples, one: SubjectName, other: SubjectName): number =>
  median(paired(samples, one, other, (a, b) => a.requests / a.seconds / (b.requests / b.seconds)));

/** Milliseconds that one takes longer than the other: to the whole answer, or to its first byte. */
export const added = (samples: Samples, one: SubjectName, time: 'p50' | 'firstByte'): number =>
  median(paired(samples, one, 'direct', (a, b) => a[time] - b[time]));

function paired(
  samples: Samples,
  one: SubjectName,
  other: SubjectName,
  compare: (a: Sample, b: Sample) => number,
): number[] {
  const others = samples.get(other) ?? [];
  return (samples.get(one) ?? []).flatMap((a, round) => {
    const b = others[round];
    return b ? [compare(a, b)] : [];
  });
}
