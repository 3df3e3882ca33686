import { invalid } from '../../contract/error.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { optionalNumber } from './fields.ts';

/** OpenAI's own limit. */
const MOST = 128;

/** `n`: how many answers are wanted; undefined for one. */
export function decodeChoices({ n }: TreeObject): number | undefined {
  const choices = optionalNumber(n, 'n', 1, MOST);
  if (choices !== undefined && !Number.isInteger(choices)) throw invalid('n', 'n must be a whole number.');
  return choices === 1 ? undefined : choices;
}
