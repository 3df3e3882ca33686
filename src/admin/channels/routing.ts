import type { z } from 'zod';
import { type Caller, callerOf, type ProjectFacts } from '../../accounts/caller.ts';
import type { KeyRules } from '../../accounts/key-rules.ts';
import { GatewayError } from '../../contract/error.ts';
import type { KeyRecords } from '../../storage/ports.ts';
import { routingRoutes as routes } from '../contract/routing.ts';
import { demand } from '../serving/actor.ts';
import { type Handler, handle } from '../serving/handler.ts';

export interface RoutingParts {
  readonly keys: Pick<KeyRecords, 'find'>;
  readonly projectFacts: (project: string) => Promise<ProjectFacts>;
  /** Where a request of this caller would go. */
  readonly explain: (
    caller: Caller,
    question: Pick<z.output<typeof routes.explain.query>, 'model' | 'trace' | 'operation'>,
  ) => Promise<z.input<typeof routes.explain.reply>>;
}

export const routingHandlers = (parts: RoutingParts): Handler[] => [
  handle(routes.explain, async ({ query: { key, project, ...question }, actor }) => {
    if (key !== undefined) demand(actor, 'keys:read', project);
    return parts.explain(await callerFor(parts, project, key), question);
  }),
];

/** @throws GatewayError `not_found` */
async function callerFor(
  { keys, projectFacts }: RoutingParts,
  project: string,
  id: string | undefined,
): Promise<Caller> {
  const facts = await projectFacts(project);
  if (id === undefined) return callerOf({ id: '', name: '', project, ownerId: null }, {}, facts);
  const key = await keys.find(project, id);
  if (!key)
    throw new GatewayError('not_found', 'There is no such key in the project.', { field: 'query.key' });
  return callerOf(key, JSON.parse(key.rules) as KeyRules, facts);
}
