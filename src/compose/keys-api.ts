import { projectFacts } from '../accounts/project-facts.ts';
import { keyQuotas } from '../admin/keys/key-quotas.ts';
import { keyHandlers } from '../admin/keys/keys.ts';
import { limitHandlers } from '../admin/keys/limits.ts';
import { playgroundHandlers } from '../admin/keys/playground.ts';
import type { Handler } from '../admin/serving/handler.ts';
import type { Engine } from './engine.ts';
import type { Stores } from './stores.ts';

/** What the admin API does with gateway keys and quotas. */
export function keysApi({ records, shared, settings }: Stores, engine: Engine): Handler[] {
  const parts = {
    keys: records.keys,
    limits: records.limits,
    shared,
    budgets: engine.parts.budgets,
    projectFacts: (project: string) => projectFacts(records, project, keyQuotas(settings)),
    now: Date.now,
  };
  return [...keyHandlers(parts), ...limitHandlers(parts), ...playgroundHandlers(parts)];
}
