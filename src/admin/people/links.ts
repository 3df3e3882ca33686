import { OWNER } from '../../accounts/owner.ts';
import { hashPassword } from '../../accounts/password-hash.ts';
import { checkPassword } from '../../accounts/password-rules.ts';
import { hashToken } from '../../accounts/token.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import type { InvitationRow, UserRow } from '../../storage/ports.ts';
import { linkRoutes } from '../contract/links.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { enter } from './enter.ts';
import { join } from './join.ts';
import type { People } from './people.ts';

export const linkHandlers = (people: People): Handler[] => [
  handle(linkRoutes.look, async ({ body }) => {
    const { kind, email, userId, expiresAt } = await valid(people, body.token);
    const user = userId === null ? undefined : await people.records.users.find(userId);
    return { kind, email, expiresAt, name: user?.name ?? null };
  }),
  handle(linkRoutes.use, async ({ body, call }) => {
    const invitation = await valid(people, body.token);
    const use = invitation.kind === 'join' ? accept : choosePassword;
    return enter(people, call, await use(people, invitation, body));
  }),
];

interface Given {
  readonly name?: string | undefined;
  readonly password: string;
}

async function accept(people: People, invitation: InvitationRow, given: Given): Promise<UserRow> {
  const { name, password } = given;
  if (name === undefined) throw invalid('name', 'name: is needed to join.');
  checkPassword(password, { email: invitation.email, name }, 'password');
  const passwordHash = await hashPassword(password);
  const user = await join(people, invitation, { name, passwordHash, isVouchedFor: false });
  return user ?? spent();
}

async function choosePassword(
  { records, sessions }: People,
  { id, userId }: InvitationRow,
  { password }: Given,
): Promise<UserRow> {
  const user = userId === null ? undefined : await records.users.find(userId);
  if (!user?.enabled) return spent();
  checkPassword(password, user, 'password');
  const passwordHash = await hashPassword(password);
  if (!(await records.invitations.delete(id))) return spent();
  await records.users.update(user.id, { passwordHash }, OWNER);
  await sessions.endOthers(user.id);
  return { ...user, passwordHash };
}

async function valid({ records, now }: People, token: string): Promise<InvitationRow> {
  const found = await records.invitations.findByHash(hashToken(token));
  return found && found.expiresAt > now() ? found : spent();
}

function spent(): never {
  throw new GatewayError(
    'not_found',
    'This link was used, has expired or was taken back. Ask for a new one.',
  );
}
