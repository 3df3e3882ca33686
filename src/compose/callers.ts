import type { Logger } from 'pino';
import { createKeyUses } from '../accounts/key-uses.ts';
import { createKeyring, type Keyring } from '../accounts/keyring.ts';
import { projectFacts } from '../accounts/project-facts.ts';
import { keyQuotas } from '../admin/keys/key-quotas.ts';
import { createAccess } from '../admin/serving/access.ts';
import { may } from '../admin/serving/actor.ts';
import type { Config } from '../config.ts';
import { type ChannelGate, createChannelGate } from '../metering/limits/channel-gate.ts';
import { type Budgets, createBudgets } from '../metering/quotas/budgets.ts';
import { withLocalFallback } from '../metering/quotas/local-fallback.ts';
import { createMemoryShared } from '../storage/memory/shared-state.ts';
import type { Stores } from './stores.ts';
import { usageHistory } from './usage-history.ts';

/** Who is let in, and how much they may use. */
export interface Callers {
  readonly keyring: Keyring;
  readonly budgets: Budgets;
  readonly gate: ChannelGate;
  /** Writes what is waiting. */
  flush(): Promise<void>;
}

export function createCallers(
  config: Config,
  { records, shared, settings }: Stores,
  logger: Logger,
): Callers {
  const uses = createKeyUses(records.keys, {
    onTrouble: (error) => logger.warn({ err: error }, 'when keys were used last could not be written'),
  });
  const access = createAccess(records);
  const counters = withLocalFallback(shared, createMemoryShared(), (error) =>
    logger.warn({ err: error }, 'this node counts quotas alone: the shared state cannot be reached'),
  );
  const onTrouble = (error: unknown): void => logger.warn({ err: error }, 'a quota could not be corrected');
  const budgets = createBudgets({
    shared: counters,
    history: (scope) => usageHistory(records.usage, scope),
    now: Date.now,
    onTrouble,
  });
  const keyring = createKeyring({
    records: records.keys,
    configured: config.apiKeys.map(({ key, ...rest }) => ({ ...rest, key: key.reveal() })),
    projectFacts: (project) => projectFacts(records, project, keyQuotas(settings)),
    mayKeep: async (ownerId, project) => {
      const user = await records.users.find(ownerId);
      return user?.enabled === true && may(await access.actorOf(user), 'playground:write', project);
    },
    used: uses.note,
  });
  settings.onChange((section) => {
    if (section === 'limits') keyring.forget();
  });
  return {
    budgets,
    gate: createChannelGate({
      counters,
      budgets,
      timeZone: () => settings.get('routing').timeZone,
      now: Date.now,
      onTrouble,
    }),
    keyring,
    flush: uses.flush,
  };
}
