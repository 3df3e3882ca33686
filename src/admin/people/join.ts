import { GatewayError } from '../../contract/error.ts';
import { newId } from '../../lib/new-id.ts';
import type { InvitationRow, UserRow } from '../../storage/ports.ts';
import { membershipsOf } from './invitations.ts';
import type { People } from './people.ts';

interface Newcomer {
  readonly name: string;
  readonly passwordHash: string | null;
  /** Somebody vouches that the address is theirs. A link does not: it is theirs to whom it was handed, or who made it. */
  readonly isVouchedFor: boolean;
}

/**
 * Uses an invitation up and makes its user; what other invitations for the same address promise comes with it: all of them where the
 * address is vouched for, else those of the same maker.
 * @returns undefined where somebody else used it at the same moment
 * @throws GatewayError `conflict` where the address has got an account since
 */
export async function join(
  people: People,
  invitation: InvitationRow,
  { name, passwordHash, isVouchedFor }: Newcomer,
): Promise<UserRow | undefined> {
  const { records, access, now } = people;
  const { id, email, role, invitedBy } = invitation;
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
  const others = (await records.invitations.open(now())).filter(
    (each) => each.email === email && (isVouchedFor || each.invitedBy === invitedBy),
  );
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
