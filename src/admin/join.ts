import { GatewayError } from '../contract/error.ts';
import { newId } from '../lib/new-id.ts';
import type { InvitationRow, UserRow } from '../storage/ports.ts';
import { membershipsOf } from './invitations.ts';
import type { People } from './people.ts';

/**
 * Uses an invitation up and makes its user.
 * @returns undefined where somebody else used it at the same moment
 * @throws GatewayError `conflict` where the address has got an account since
 */
export async function join(
  { records, access, now }: People,
  invitation: InvitationRow,
  { name, passwordHash }: { readonly name: string; readonly passwordHash: string | null },
): Promise<UserRow | undefined> {
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
  for (const { project, role: held } of membershipsOf(invitation)) {
    const isThere = (await access.role(held)) && (await records.projects.find(project));
    if (isThere) await records.memberships.put({ project, userId: user.id, role: held, createdAt: now() });
  }
  return user;
}
