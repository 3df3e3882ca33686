import type { z } from 'zod';
import { hashToken, newToken } from '../../accounts/token.ts';
import { DAY_MS } from '../../lib/durations.ts';
import { newId } from '../../lib/new-id.ts';
import type { InvitationRow, UserRow } from '../../storage/ports.ts';
import type { link } from '../contract/links.ts';
import type { Actor } from '../serving/actor.ts';
import type { People } from './people.ts';

const LIFETIME_MS = { join: 7 * DAY_MS, 'new-password': DAY_MS };

type Link = z.input<typeof link>;

/** What a link is for, without what it is made of. */
type Purpose = Pick<InvitationRow, 'kind' | 'email' | 'userId' | 'role' | 'project' | 'memberships'>;

/** The token is in the answer and nowhere else: whoever made the link hands it over. */
export async function makeLink(
  { records, now }: Pick<People, 'records' | 'now'>,
  actor: Actor,
  purpose: Purpose,
  origin: string,
): Promise<Link & { readonly invitation: InvitationRow }> {
  const token = newToken();
  const createdAt = now();
  const invitation: InvitationRow = {
    ...purpose,
    id: newId('inv'),
    tokenHash: hashToken(token),
    invitedBy: actor.id,
    createdAt,
    expiresAt: createdAt + LIFETIME_MS[purpose.kind],
  };
  await records.invitations.deleteExpired(createdAt);
  await records.invitations.insert(invitation);
  // Behind the #: browsers send that to nobody, so it stands in no log of a proxy.
  const url = `${origin}/${purpose.kind}#${token}`;
  return { url, token, expiresAt: invitation.expiresAt, invitation };
}

export function makePasswordLink(
  people: People,
  actor: Actor,
  { id, email }: UserRow,
  origin: string,
): Promise<Link> {
  const purpose: Purpose = {
    kind: 'new-password',
    email,
    userId: id,
    ...{ role: null, project: null, memberships: '[]' },
  };
  return makeLink(people, actor, purpose, origin);
}
