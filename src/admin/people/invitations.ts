import type { z } from 'zod';
import { GatewayError } from '../../contract/error.ts';
import type { InvitationRow } from '../../storage/ports.ts';
import { type invitation, invitationRoutes } from '../contract/invitations.ts';
import type { Actor } from '../serving/actor.ts';
import { demandRole } from '../serving/grant.ts';
import { type Handler, handle } from '../serving/handler.ts';
import type { People } from './people.ts';
import { existingProject } from './projects.ts';
import { makeLink } from './user-links.ts';

type Membership = { readonly project: string; readonly role: string };
/** What somebody who joins is to be. */
interface Wanted {
  readonly email: string;
  readonly role: string | null;
  readonly memberships: readonly Membership[];
  /** The project whose members invite; null: those who manage users. */
  readonly project: string | null;
}

export function invitationHandlers(people: People): Handler[] {
  const { invitations } = people.records;
  const open = async (project?: string) => ({
    items: (await invitations.open(people.now(), project)).map(shown),
  });
  return [
    handle(invitationRoutes.list, () => open()),
    handle(invitationRoutes.create, async ({ actor, body, call }) => {
      call.note({ email: body.email, role: body.role });
      return invite(people, actor, { ...body, project: null }, call.origin);
    }),
    handle(invitationRoutes.revoke, ({ params }) => revoke(people, params.id)),
    handle(invitationRoutes.listOfProject, ({ params }) => open(params.project)),
    handle(invitationRoutes.createInProject, async ({ actor, params, body, call }) => {
      const { project } = params;
      const { email, role } = body;
      call.note({ email, role });
      const wanted = { email, role: null, memberships: [{ project, role }], project };
      return invite(people, actor, wanted, call.origin);
    }),
    handle(invitationRoutes.revokeInProject, ({ params }) => revoke(people, params.id, params.project)),
  ];
}

async function invite(people: People, actor: Actor, wanted: Wanted, origin: string) {
  const { email, role, memberships, project } = wanted;
  if (role !== null) {
    demandRole(actor, await people.access.role(role), { level: 'system', field: 'role' });
  }
  for (const [index, membership] of memberships.entries()) {
    await existingProject(people.records, membership.project);
    const field = project === null ? `memberships[${index}].role` : 'role';
    const place = { level: 'project', project: membership.project, field } as const;
    demandRole(actor, await people.access.role(membership.role), place);
  }
  if (await people.records.users.findByEmail(email)) {
    const message = 'Somebody with this e-mail address has an account already: add them as a member instead.';
    throw new GatewayError('conflict', message, { field: 'email' });
  }
  const purpose = { kind: 'join', email, userId: null, role, project } as const;
  const made = await makeLink(
    people,
    actor,
    { ...purpose, memberships: JSON.stringify(memberships) },
    origin,
  );
  return { ...made, invitation: shown(made.invitation) };
}

/** @param project the one it has to be of */
async function revoke({ records }: People, id: string, project?: string): Promise<undefined> {
  const found = await records.invitations.find(id);
  const isMeant = found?.kind === 'join' && (project === undefined || found.project === project);
  if (isMeant && (await records.invitations.delete(id))) return undefined;
  throw new GatewayError('not_found', 'There is no such invitation, or it was accepted.');
}

const shown = (row: InvitationRow): z.input<typeof invitation> => ({
  ...row,
  memberships: membershipsOf(row),
});

export const membershipsOf = ({ memberships }: InvitationRow): Membership[] => JSON.parse(memberships);
