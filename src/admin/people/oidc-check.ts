import { OWNER } from '../../accounts/owner.ts';
import { invalid } from '../../contract/error.ts';
import type { SettingsCheck } from '../operations/settings.ts';
import { demand } from '../serving/actor.ts';
import { demandRole } from '../serving/grant.ts';
import type { People } from './people.ts';
import { existingProject } from './projects.ts';

const ROLE_FIELD = 'value.defaultRole';

/**
 * Whoever decides which provider vouches for people can become any of them: that is for owners. The roles of newcomers have to
 * be there, and are none the owner could not give.
 */
export const oidcCheck =
  ({ access, records }: People): SettingsCheck =>
  async (actor, { defaultRole, defaultMemberships = [] }) => {
    demand(actor, 'owners:write');
    if (defaultRole === OWNER) throw invalid(ROLE_FIELD, 'Owners are made one by one.');
    if (typeof defaultRole === 'string') {
      demandRole(actor, await access.role(defaultRole), { level: 'system', field: ROLE_FIELD });
    }
    const memberships = defaultMemberships as readonly { readonly project: string; readonly role: string }[];
    for (const [index, { project, role }] of memberships.entries()) {
      await existingProject(records, project);
      const field = `value.defaultMemberships[${index}].role`;
      demandRole(actor, await access.role(role), { level: 'project', project, field });
    }
  };
