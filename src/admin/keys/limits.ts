import { announceEveryKeyChange } from '../../accounts/key-changes.ts';
import type { LimitRecords } from '../../storage/ports.ts';
import { limitRoutes } from '../contract/keys.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { type KeyParts, standingOf } from './keys.ts';

interface LimitParts extends Pick<KeyParts, 'budgets' | 'projectFacts' | 'shared' | 'now'> {
  readonly limits: LimitRecords;
}

export function limitHandlers({ limits, budgets, projectFacts, shared, now }: LimitParts): Handler[] {
  const limitsOf = async (project: string) => {
    const facts = await projectFacts(project);
    const standing = await budgets.standing({
      kind: 'project',
      id: project,
      name: project,
      project,
      ...facts,
    });
    return { quotas: [...facts.quotas], standing: standing.map(standingOf) };
  };
  return [
    handle(limitRoutes.get, ({ params: { project } }) => limitsOf(project)),
    handle(limitRoutes.put, async ({ params: { project }, body: { quotas } }) => {
      await limits.put({ project, quotas: JSON.stringify(quotas), updatedAt: now() });
      await announceEveryKeyChange(shared);
      return await limitsOf(project);
    }),
  ];
}
