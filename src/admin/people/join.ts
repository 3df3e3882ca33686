import { GatewayError } from '../../contract/error.ts';
import { newId } from '../../lib/new-id.ts';
import type { InvitationRow, UserRow } from '../../storage/ports.ts';
import { membershipsOf } from './invitations.ts';
import type { People } from './people.ts';

/**
 * Uses an invitation up and makes its user; what other invitations for the same address promise comes with it.
 * @returns undefined where somebody else used it at the same moment
 * @throws GatewayError `conflict` where the address has got an account since
 */
export async function join(
  people: People,
  invitation: InvitationRow,
  { name, passwordHash }: { readonly name: string; readonly passwordHash: string | null },
): Promise<UserRow | undefined> {
  const { records, access, now } = people;
  const { id, email, role } = invitation;
  if (!(await records.invitations.delete(id))) return undefined;
  const user: UserRow = {
    id: newId('usr'),
    ...{ email, name, passwordHash, enabled: true, signedInAt: null, createdAt: now() },
    // Roles may have been deleted since, projects archived.
    role: role !== null && (await access.role(role)) ? role : null,
  };
  if (!(await records.users.insert(user))) {
    throw new GatewayError('conflict', 'There is an account with this e-mail address already: sign in.');
  }
  await joinProjects(people, user, membershipsOf(invitation));
  const others = (await records.invitations.open(now())).filter((each) => each.email === email);
  for (const other of others) {
    if (await records.invitations.delete(other.id)) await joinProjects(people, user, membershipsOf(other));
  }
  return user;
}

/** Roles and projects that are gone since are left out. */
export async function joinProjects(
  { records, access, now }: People,
  { id: userId }: UserRow,
  memberships: readonly { readonly project: string; readonly role: string }[],
): Promise<void> {
  for (const { project, role } of memberships) {
    const isThere = (await access.role(role))?.level === 'project' && (await records.projects.find(project));
    if (isThere) await records.memberships.put({ project, userId, role, createdAt: now() });
  }
}
