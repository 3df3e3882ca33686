import { DAY_MS } from '../lib/durations.ts';
import type { Age, ProjectKeeping, ProjectRow, RequestRecords } from '../storage/ports.ts';
import { MINUTES_KEPT_MS } from './usage-report.ts';

/** Rows of one transaction: some tens of milliseconds. */
const BATCH = 200;

/** For how many days what is kept. */
export type Days = Omit<{ readonly [name in keyof ProjectKeeping]: number }, 'bodies'>;

type Own = Pick<ProjectRow, 'id' | keyof Days>;

/**
 * What is too old: in projects that have days of their own, and everywhere else.
 * @param now Unix milliseconds
 */
export function agesOf(
  name: keyof Days,
  { projects, days, now }: { readonly projects: readonly Own[]; readonly days: Days; readonly now: number },
): Age[] {
  const before = (kept: number): number => now - kept * DAY_MS;
  const differing = projects.filter((project) => daysOf(name, project, days) !== daysOf(name, {}, days));
  const others: Age = { except: differing.map(({ id }) => id), before: before(daysOf(name, {}, days)) };
  return [
    others,
    ...differing.map((project) => ({ project: project.id, before: before(daysOf(name, project, days)) })),
  ];
}

/** Bodies go with their requests at the latest. */
function daysOf(name: keyof Days, own: Partial<Own>, days: Days): number {
  const kept = own[name] ?? days[name];
  return name === 'keepBodyDays' ? Math.min(kept, own.keepDays ?? days.keepDays) : kept;
}

/** Deletes batch by batch until nothing is left; between two of them whoever waits has their turn. */
export async function deleteAll(deleteSome: (limit: number) => Promise<number>): Promise<void> {
  while ((await deleteSome(BATCH)) === BATCH) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Deletes requests that are older than they may become, and sums by the minute.
 * @param now Unix milliseconds
 */
export async function deleteOldRequests(
  requests: Pick<RequestRecords, 'deleteOld' | 'deleteMinutes'>,
  ages: readonly Age[],
  now: number,
): Promise<void> {
  for (const age of ages) await deleteAll((limit) => requests.deleteOld(age, limit));
  await requests.deleteMinutes(now - MINUTES_KEPT_MS);
}
