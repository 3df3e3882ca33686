import type { z } from 'zod';
import { GatewayError } from '../../contract/error.ts';
import type { MembershipRow, UserRow } from '../../storage/ports.ts';
import { type member, memberRoutes } from '../contract/members.ts';
import type { Actor } from '../serving/actor.ts';
import { demandRole } from '../serving/grant.ts';
import { type Handler, handle } from '../serving/handler.ts';
import type { People } from './people.ts';
import { existingProject } from './projects.ts';

export function memberHandlers(people: People): Handler[] {
  const { users, memberships } = people.records;
  return [
    handle(memberRoutes.list, async ({ params }) => {
      await existingProject(people.records, params.project);
      const rows = await memberships.ofProject(params.project);
      const known = await users.findMany(rows.map(({ userId }) => userId));
      return {
        items: rows.flatMap((row) =>
          known.filter(({ id }) => id === row.userId).map((user) => shown(row, user)),
        ),
      };
    }),
    handle(memberRoutes.add, async ({ actor, params, body, call }) => {
      const { project } = params;
      await existingProject(people.records, project);
      await demandGivable(people, actor, project, body.role);
      const user = await users.findByEmail(body.email);
      if (!user) {
        const message = 'Nobody with this e-mail address has an account: invite them instead.';
        throw new GatewayError('not_found', message, { field: 'email' });
      }
      if (await memberships.find(project, user.id)) {
        throw new GatewayError('conflict', 'This is a member of the project already.', { field: 'email' });
      }
      call.note({ user: user.id, email: user.email, role: body.role });
      return put(people, { project, userId: user.id, role: body.role, createdAt: people.now() }, user);
    }),
    handle(memberRoutes.update, async ({ actor, params, body, call }) => {
      const { membership, user } = await managed(people, actor, params);
      await demandGivable(people, actor, params.project, body.role);
      call.note({ email: user.email, roleBefore: membership.role, role: body.role });
      return put(people, { ...membership, role: body.role }, user);
    }),
    handle(memberRoutes.remove, async ({ actor, params, call }) => {
      const { user } = await managed(people, actor, params);
      await memberships.delete(params.project, params.user);
      await people.reviewKeys();
      call.note({ email: user.email });
      return undefined;
    }),
  ];
}

async function demandGivable({ access }: People, actor: Actor, project: string, role: string): Promise<void> {
  demandRole(actor, await access.role(role), { level: 'project', project, field: 'role' });
}

/** A member whose role the actor could have given. @throws GatewayError `not_found`, `permission_denied` */
async function managed(
  { records, access }: People,
  actor: Actor,
  { project, user: userId }: { readonly project: string; readonly user: string },
): Promise<{ readonly membership: MembershipRow; readonly user: UserRow }> {
  const membership = await records.memberships.find(project, userId);
  const user = membership && (await records.users.find(userId));
  if (!membership || !user) throw new GatewayError('not_found', 'There is no such member in this project.');
  const held = await access.role(membership.role);
  if (held) demandRole(actor, held, { level: 'project', project, field: 'user' });
  return { membership, user };
}

async function put(
  { records, reviewKeys }: People,
  row: MembershipRow,
  user: UserRow,
): Promise<z.input<typeof member>> {
  await records.memberships.put(row);
  await reviewKeys();
  return shown(row, user);
}

const shown = ({ role, createdAt }: MembershipRow, { id, name, email, enabled }: UserRow) => ({
  ...{ user: id, name, email, enabled },
  ...{ role, createdAt },
});
