import type { StreamEvent } from '../../contract/response.ts';
import type { Answer } from '../answer.ts';

/** Upstream calls of one request that run at once. */
const CONCURRENCY = 4;

export type Run = () => Answer<StreamEvent>;

/** Takes every run through `one`, a few at a time. */
export async function runAll(
  runs: readonly Run[],
  one: (run: Run, index: number) => Promise<void>,
): Promise<void> {
  const waiting = [...runs.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await one(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

/** Gives the parts of several answers indexes in the one that is made of them. */
export class PartNumbers {
  #next = 0;

  /** For one of the answers: its index of a part → the part's index among all. */
  forRun(): (index: number) => number {
    const known = new Map<number, number>();
    return (index) => {
      const number = known.get(index) ?? this.#next++;
      known.set(index, number);
      return number;
    };
  }
}
