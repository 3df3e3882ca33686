import type { PictureCount, UsageCounts, UsageDimension, UsageSum } from '../ports.ts';

/**
 * Dimensions by which sums are kept one by one, so that a report by one of them reads a row for each of its values and not for each
 * combination of all dimensions. Beside the project, by which all are.
 */
export const SLICED = ['channel', 'keyId', 'model', 'userId'] as const satisfies readonly UsageDimension[];

export type Sliced = (typeof SLICED)[number];

/** What was used in a step of time by one value of one dimension. There are none by the minute. */
export interface UsageSlice extends UsageCounts, Pick<UsageSum, 'project' | 'step' | 'at'> {
  readonly dimension: Sliced;
  /** The dimension's value; empty text: none. */
  readonly name: string;
}

/**
 * The dimension whose slices answer a question that names these, undefined where it takes several at once.
 * A question that names none is answered by channels, of which there are the fewest.
 */
export function sliceFor(named: readonly UsageDimension[]): Sliced | undefined {
  const [first = 'channel', ...others] = new Set(named.filter((name) => name !== 'project'));
  return others.length === 0 ? SLICED.find((name) => name === first) : undefined;
}

/** Pictures drawn in a day of UTC, by one value of one dimension. */
export interface PictureSlice extends Pick<PictureCount, 'project' | 'at' | 'size' | 'quality' | 'pictures'> {
  /** Of whom a picture is, is not kept. */
  readonly dimension: Exclude<Sliced, 'userId'>;
  readonly name: string;
}
