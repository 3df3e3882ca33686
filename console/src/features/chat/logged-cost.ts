import { requestRoutes } from '@contract/requests.ts';
import { call } from '@/api/call.ts';

const NANO = 1_000_000_000;
const TRIES = 4;
const PAUSE_MS = 400;
/** Requests that began since. */
const FEW = 50;

/**
 * What a request cost, as the log says: answers that pass from an upstream as they are do not say it themselves.
 * @param since Unix milliseconds, before it began
 * @returns US dollars; null: unknown; undefined: the log cannot be read
 */
export async function loggedCost(
  project: string,
  id: string,
  since: number,
): Promise<number | null | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    // Log writes do not hold up answers: the row comes a moment later.
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const found = await call(requestRoutes.list, { params: { project }, query: { since, limit: FEW } }).catch(
      () => undefined,
    );
    if (!found) return undefined;
    const row = found.items.find((each) => each.id === id);
    if (row) return row.costNanoUsd === null ? null : row.costNanoUsd / NANO;
  }
  return undefined;
}
