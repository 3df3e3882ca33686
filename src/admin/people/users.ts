import type { z } from 'zod';
import { OWNER } from '../../accounts/owner.ts';
import { GatewayError } from '../../contract/error.ts';
import { defined } from '../../lib/defined.ts';
import type { UserOutcome, UserRow } from '../../storage/ports.ts';
import { type user, userRoutes } from '../contract/users.ts';
import type { Actor } from '../serving/actor.ts';
import { decodeCursor, pageOfRows } from '../serving/cursor.ts';
import { demandAbove, demandRole } from '../serving/grant.ts';
import { type Handler, handle } from '../serving/handler.ts';
import type { People } from './people.ts';
import { makePasswordLink } from './user-links.ts';

export function userHandlers(people: People): Handler[] {
  const { records, sessions } = people;
  const { users } = records;
  return [
    handle(userRoutes.list, async ({ query }) => {
      const { limit, cursor, search, role, enabled } = query;
      const place = decodeCursor(cursor);
      const rows = await users.list({
        limit: limit + 1,
        ...(place && { after: { createdAt: place.at, id: place.id } }),
        ...(search !== undefined && { search }),
        ...(role !== undefined && { role }),
        ...(enabled !== undefined && { enabled }),
      });
      const page = pageOfRows(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
      return { ...page, items: page.items.map(shown) };
    }),
    handle(userRoutes.get, async ({ params }) => {
      const found = await existing(people, params.id);
      return { ...shown(found), projects: await projectsOf(people, found.id) };
    }),
    handle(userRoutes.update, async ({ actor, params, body, call }) => {
      const found = await managed(people, actor, params.id);
      await demandChanges(people, actor, found, body);
      const changes = defined(body);
      demandDone(await users.update(found.id, changes, OWNER));
      if (body.enabled === false) await sessions.endOthers(found.id);
      await people.reviewKeys();
      call.note({
        email: found.email,
        ...(body.role !== undefined && { roleBefore: found.role, role: body.role }),
        ...(body.enabled !== undefined && { enabled: body.enabled }),
      });
      return shown({ ...found, ...changes });
    }),
    handle(userRoutes.delete, async ({ actor, params, call }) => {
      const { id, email } = await managed(people, actor, params.id);
      demandDone(await users.delete(id, OWNER));
      await people.reviewKeys();
      call.note({ email });
      return undefined;
    }),
    handle(userRoutes.passwordLink, async ({ actor, params, call }) => {
      const found = await managed(people, actor, params.id);
      call.note({ email: found.email });
      return makePasswordLink(people, actor, found, call.origin);
    }),
    handle(userRoutes.endSessions, async ({ actor, params }) => {
      const { id } = await managed(people, actor, params.id);
      return { ended: await sessions.endOthers(id) };
    }),
  ];
}

const shown = ({ passwordHash, ...rest }: UserRow): z.input<typeof user> => ({
  ...rest,
  hasPassword: passwordHash !== null,
});

/** @throws GatewayError `not_found` */
async function existing({ records }: People, id: string): Promise<UserRow> {
  const found = await records.users.find(id);
  if (found) return found;
  throw new GatewayError('not_found', 'There is no such user.');
}

/** @throws GatewayError `not_found`, `permission_denied` */
async function managed(people: People, actor: Actor, id: string): Promise<UserRow> {
  const found = await existing(people, id);
  demandAbove(actor, await people.access.actorOf(found));
  return found;
}

async function projectsOf({ records }: People, userId: string) {
  const [memberships, projects] = await Promise.all([
    records.memberships.ofUser(userId),
    records.projects.list(),
  ]);
  return memberships.map(({ project, role }) => ({
    id: project,
    name: projects.find(({ id }) => id === project)?.name ?? project,
    role,
  }));
}

async function demandChanges(
  { access, records }: People,
  actor: Actor,
  user: UserRow,
  { role, email }: { readonly role?: string | null | undefined; readonly email?: string | undefined },
): Promise<void> {
  if (typeof role === 'string' && role !== user.role) {
    demandRole(actor, await access.role(role), { level: 'system', field: 'role' });
  }
  const other = email === undefined ? undefined : await records.users.findByEmail(email);
  if (other && other.id !== user.id) {
    throw new GatewayError('conflict', 'Somebody else has this e-mail address.', { field: 'email' });
  }
}

function demandDone(outcome: UserOutcome): void {
  if (outcome === 'unknown') throw new GatewayError('not_found', 'There is no such user.');
  if (outcome === 'last-owner') {
    throw new GatewayError('conflict', 'This is the last owner. Make somebody else an owner first.');
  }
}
