import type { Quota } from '../contract/quota.ts';
import type { Records } from '../storage/ports.ts';
import type { ProjectFacts } from './caller.ts';

/**
 * What concerns everyone in a project, as the database has it. A project that nobody has set up yet has the defaults.
 * @param keyQuotas of every key that has none of the same measure and period
 */
export async function projectFacts(
  { limits, projects }: Pick<Records, 'limits' | 'projects'>,
  project: string,
  keyQuotas: readonly Quota[],
): Promise<ProjectFacts> {
  const [limit, row] = await Promise.all([limits.find(project), projects.find(project)]);
  return {
    keyQuotas,
    quotas: limit ? (JSON.parse(limit.quotas) as Quota[]) : [],
    timeZone: row?.timeZone ?? 'UTC',
    archived: row?.archived ?? false,
    ...(row?.bodies && { bodies: row.bodies }),
  };
}
