/** How targets of one priority are told apart. */
export type Strategy = 'adaptive' | 'failover' | 'weighted';

/** The named parts that add up to a score; the greater sum is tried first. */
export interface ScoreParts {
  /** 2 where the trace was served here last: its prompt cache is warm. */
  readonly affinity?: number;
  /** 0 without failures, −2 where everything fails. */
  readonly errors?: number;
  /** 0 for the fastest of the group, towards −0.5 for slower ones; 0 where it is unknown. */
  readonly latency?: number;
  /** 0 for the least busy of the group by its weight, towards −0.5 for busier ones. */
  readonly load?: number;
  /** A draw from 0 up to 1, in which heavier channels do better. */
  readonly weight?: number;
  /** Strategy `failover`: the place in the configuration, as −1, −2, … */
  readonly place?: number;
  /** Strategy `weighted`: how far the channel's turn has come. */
  readonly turn?: number;
}

/** What the adaptive strategy looks at. */
export interface Measures {
  readonly affine: boolean;
  /** Share of failures, 0–1. */
  readonly errors: number;
  readonly latencyMs: number | undefined;
  readonly inFlight: number;
  readonly weight: number;
}

const AFFINITY = 2;
const ERRORS = 2;
const LATENCY = 0.5;
const LOAD = 0.5;

/** The parts of every target of one group. @param random returns numbers from 0 up to 1 */
export function adaptiveParts(group: readonly Measures[], random: () => number): ScoreParts[] {
  const fastest = Math.min(...group.map(({ latencyMs }) => latencyMs ?? Number.POSITIVE_INFINITY));
  const heaviest = Math.max(...group.map(({ weight }) => weight));
  const busy = ({ inFlight, weight }: Measures): number => 1 + (inFlight * heaviest) / weight;
  const idlest = Math.min(...group.map(busy));
  const total = group.reduce((sum, { weight }) => sum + weight, 0);
  return group.map((each) => ({
    affinity: each.affine ? AFFINITY : 0,
    errors: rounded(-ERRORS * each.errors),
    latency: each.latencyMs === undefined ? 0 : rounded(-LATENCY * (1 - fastest / each.latencyMs)),
    load: rounded(-LOAD * (1 - idlest / busy(each))),
    weight: rounded(random() ** (total / each.weight)),
  }));
}

export const totalOf = (parts: ScoreParts): number =>
  rounded(Object.values(parts).reduce((sum, part: number) => sum + part, 0));

/** Readable in a log; adding 0 turns −0 into 0. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6 + 0;
