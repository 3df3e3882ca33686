import type { Logger } from 'pino';
import { announceEveryKeyChange } from '../accounts/key-changes.ts';
import { DEFAULT_PROJECT, type Keyring } from '../accounts/keyring.ts';
import { createOpenId } from '../accounts/openid.ts';
import { settingsHandlers } from '../admin/operations/settings.ts';
import { type AuditLog, createAuditLog } from '../admin/people/audit-log.ts';
import { invitationHandlers } from '../admin/people/invitations.ts';
import { linkHandlers } from '../admin/people/links.ts';
import { meHandlers } from '../admin/people/me.ts';
import { memberHandlers } from '../admin/people/members.ts';
import { oidcHandlers } from '../admin/people/oidc.ts';
import { oidcCheck } from '../admin/people/oidc-check.ts';
import { createPeople } from '../admin/people/people.ts';
import { existingProject, projectHandlers } from '../admin/people/projects.ts';
import { roleHandlers } from '../admin/people/roles.ts';
import { sessionHandlers } from '../admin/people/session.ts';
import { setupHandlers } from '../admin/people/setup.ts';
import { userHandlers } from '../admin/people/users.ts';
import { createAuthenticate } from '../admin/serving/authenticate.ts';
import type { Handler } from '../admin/serving/handler.ts';
import type { AdminOptions } from '../admin/serving/options.ts';
import type { Config } from '../config.ts';
import type { GatewayError } from '../contract/error.ts';
import { DAY_MS, HOUR_MS } from '../lib/durations.ts';
import { withLocalFallback } from '../metering/quotas/local-fallback.ts';
import { createMemoryShared } from '../storage/memory/shared-state.ts';
import type { Stores } from './stores.ts';

/** The part of the admin API that is about people: who they are, what they may do and what they did. */
interface PeopleApi {
  readonly handlers: readonly Handler[];
  readonly authenticate: AdminOptions['authenticate'];
  readonly requireProject: AdminOptions['requireProject'];
  readonly audit: AuditLog;
}

export function peopleApi(
  { server: { publicUrl } }: Config,
  stores: Stores,
  keyring: Keyring,
  logger: Logger,
): PeopleApi {
  const { records, shared, settings, sealer, setupCode } = stores;
  const counters = withLocalFallback(shared, createMemoryShared(), (error) =>
    logger.warn({ err: error }, 'this node counts failures to sign in alone: the shared state is gone'),
  );
  const people = createPeople(records, shared, counters, () => {
    const { idleHours, maxDays } = settings.get('sessions');
    return { idleMs: idleHours * HOUR_MS, mostMs: maxDays * DAY_MS };
  });
  const audit = createAuditLog(records.audit, {
    keepMs: () => settings.get('audit').keepDays * DAY_MS,
    onTrouble: (error, lost) => logger.error({ err: error, lost }, 'the audit log could not be written'),
  });
  const setup = { project: DEFAULT_PROJECT, code: setupCode, isPublic: publicUrl !== undefined };
  const oidc = {
    openId: createOpenId(),
    settings,
    sealer,
    onTrouble: (error: GatewayError) =>
      logger.warn({ internal: error.facts.internal, err: error.cause }, 'signing in elsewhere failed'),
  };
  return {
    handlers: [
      ...setupHandlers(people, setup),
      ...sessionHandlers(people, settings),
      ...oidcHandlers(people, oidc),
      ...meHandlers(people),
      ...linkHandlers(people),
      ...userHandlers(people),
      ...invitationHandlers(people),
      ...projectHandlers({
        records,
        first: DEFAULT_PROJECT,
        changed: () => announceEveryKeyChange(shared),
        now: Date.now,
      }),
      ...memberHandlers(people),
      ...roleHandlers(people),
      ...settingsHandlers(settings, { oidc: oidcCheck(people) }),
      ...audit.handlers,
    ],
    authenticate: createAuthenticate({ ...people, users: records.users, keyring, publicUrl }),
    requireProject: async (id) => void (await existingProject(records, id)),
    audit,
  };
}
