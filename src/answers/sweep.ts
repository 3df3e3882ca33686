import type { Blobs, Records } from '../storage/ports.ts';
import { ownBlobs, type Recipe } from './recipe.ts';

/** Rows deleted at once: a small batch holds up nobody. */
const BATCH = 100;

export interface SweepParts {
  readonly blobs: Blobs;
  readonly records: Pick<Records, 'answers'>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Deletes the answers whose time is over, with what belongs to them alone; pictures are kept for longer. */
export async function sweepAnswers({ blobs, records, now }: SweepParts): Promise<void> {
  for (;;) {
    const rows = await records.answers.expired(now(), BATCH);
    // What still runs is left to its process, or to a later sweep when that has died.
    const over = rows.filter(({ state, aliveUntil }) => state !== 'running' || aliveUntil < now());
    const own = over.flatMap(({ body }) => (body === null ? [] : ownBlobs(JSON.parse(body) as Recipe)));
    await Promise.all(own.map((name) => blobs.delete(name)));
    await records.answers.delete(over.map(({ id }) => id));
    if (over.length < BATCH) return;
  }
}
