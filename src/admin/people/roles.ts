import { GatewayError, invalid } from '../../contract/error.ts';
import { newId } from '../../lib/new-id.ts';
import type { RoleRow } from '../../storage/ports.ts';
import { roleRoutes } from '../contract/roles.ts';
import type { Scope } from '../contract/scopes.ts';
import { type Access, grantable, type Role, roleOf } from '../serving/access.ts';
import type { Actor } from '../serving/actor.ts';
import { demandAll } from '../serving/grant.ts';
import { type Handler, handle } from '../serving/handler.ts';
import type { People } from './people.ts';

export function roleHandlers({ access, records, now }: People): Handler[] {
  const { roles } = records;
  return [
    handle(roleRoutes.list, async () => ({ items: await access.roles() })),
    handle(roleRoutes.listOfProject, async () => ({
      items: (await access.roles()).filter(({ level }) => level === 'project'),
    })),
    handle(roleRoutes.create, async ({ actor, body, call }) => {
      demandScopes(actor, body.scopes, body.level);
      const row: RoleRow = { id: newId('rol'), ...body, ...stored(body.scopes), createdAt: now() };
      await roles.insert(row);
      call.note({ role: row.id, scopes: body.scopes.join(' ') });
      return roleOf(row);
    }),
    handle(roleRoutes.update, async ({ actor, params, body, call }) => {
      const role = await changeable(access, actor, params.id);
      const { scopes, name, description } = body;
      if (scopes) demandScopes(actor, scopes, role.level);
      const changes = {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        ...(scopes && stored(scopes)),
      };
      if (Object.keys(changes).length === 0) return role;
      const row = await roles.update(role.id, changes);
      if (scopes) call.note({ scopesBefore: role.scopes.join(' '), scopes: scopes.join(' ') });
      return row ? roleOf(row) : unknown();
    }),
    handle(roleRoutes.delete, async ({ actor, params, call }) => {
      const { id, name } = await changeable(access, actor, params.id);
      const outcome = await roles.delete(id);
      if (outcome === 'in-use') throw new GatewayError('conflict', 'Somebody has this role still.');
      call.note({ name });
      return outcome === 'unknown' ? unknown() : undefined;
    }),
  ];
}

const stored = (scopes: readonly Scope[]) => ({ scopes: JSON.stringify([...new Set(scopes)]) });

/** A role counts wherever it is given, so its scopes have to be held in the whole installation. */
function demandScopes(actor: Actor, scopes: readonly Scope[], level: Role['level']): void {
  const misplaced = scopes.find((scope) => !grantable([scope], level).includes(scope));
  if (misplaced !== undefined) {
    throw invalid('scopes', `scopes: "${misplaced}" concerns the whole installation, not a project.`);
  }
  demandAll(actor, scopes, undefined, 'scopes');
}

/** @throws GatewayError `not_found`, `conflict`, `permission_denied` for a role that allows more than the actor may do */
async function changeable(access: Access, actor: Actor, id: string): Promise<Role> {
  const role = await access.role(id);
  if (!role) return unknown();
  if (role.builtIn)
    throw new GatewayError('conflict', 'This role comes with the gateway. Make one of your own.');
  demandAll(actor, role.scopes, undefined, 'id');
  return role;
}

function unknown(): never {
  throw new GatewayError('not_found', 'There is no such role.');
}
