import type { z } from 'zod';
import { OWNER } from '../../accounts/owner.ts';
import { hashPassword } from '../../accounts/password-hash.ts';
import { checkPassword } from '../../accounts/password-rules.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import type { ProjectRow, UserRow } from '../../storage/ports.ts';
import { type me, meRoutes } from '../contract/me.ts';
import { SCOPES, type Scope } from '../contract/scopes.ts';
import { type Actor, may } from '../serving/actor.ts';
import { type Handler, handle } from '../serving/handler.ts';
import type { People } from './people.ts';

type Me = z.input<typeof me>;

export function meHandlers(people: People): Handler[] {
  const { records, sessions } = people;
  return [
    handle(meRoutes.me, ({ actor }) => describe(people, actor)),
    handle(meRoutes.update, async ({ actor, body }) => {
      const user = await person(people, actor);
      await records.users.update(user.id, body, OWNER);
      return describeUser(people, { ...user, ...body });
    }),
    handle(meRoutes.changePassword, async ({ actor, body, call }) => {
      await changePassword(people, await person(people, actor), body, {
        ip: call.ip,
        session: actor.session,
      });
      return undefined;
    }),
    handle(meRoutes.sessions, async ({ actor }) => {
      const { id } = await person(people, actor);
      const items = (await sessions.list(id)).map((row) => ({ ...row, current: row.id === actor.session }));
      return { items };
    }),
    handle(meRoutes.endSession, async ({ actor, params }) => {
      const { id } = await person(people, actor);
      if (await sessions.end(id, params.id)) return undefined;
      throw new GatewayError('not_found', 'There is no such session of yours.');
    }),
    handle(meRoutes.endOtherSessions, async ({ actor }) => {
      const { id } = await person(people, actor);
      return { ended: await sessions.endOthers(id, actor.session) };
    }),
  ];
}

/** @throws GatewayError `permission_denied` for keys */
async function person({ records }: People, actor: Actor): Promise<UserRow> {
  const user = actor.kind === 'user' ? await records.users.find(actor.id) : undefined;
  if (user) return user;
  throw new GatewayError('permission_denied', 'This is for people who signed in, not for keys.');
}

async function changePassword(
  { records, signIn, sessions }: People,
  user: UserRow,
  body: { readonly current?: string | undefined; readonly password: string },
  from: { readonly ip: string; readonly session: string | undefined },
): Promise<void> {
  if (user.passwordHash !== null) {
    if (body.current === undefined) throw invalid('current', 'current: the password of now is needed.');
    await signIn.confirm(user, body.current, from.ip);
  }
  checkPassword(body.password, user, 'password');
  await records.users.update(user.id, { passwordHash: await hashPassword(body.password) }, OWNER);
  await sessions.endOthers(user.id, from.session);
}

/** Who is calling, and what they may do where. */
async function describe(people: People, actor: Actor): Promise<Me> {
  const user = actor.kind === 'user' ? await people.records.users.find(actor.id) : undefined;
  if (user) return describeUser(people, user);
  return { ...(await rightsOf(people, actor, new Map())), email: null, role: null, hasPassword: false };
}

export async function describeUser(people: People, user: UserRow): Promise<Me> {
  const actor = await people.access.actorOf(user);
  const memberships = await people.records.memberships.ofUser(user.id);
  const roles = new Map(memberships.map(({ project, role }) => [project, role]));
  const { email, role, passwordHash } = user;
  return {
    ...(await rightsOf(people, actor, roles)),
    email,
    role,
    hasPassword: passwordHash !== null,
  };
}

async function rightsOf({ records }: People, actor: Actor, roles: ReadonlyMap<string, string>) {
  const visible = (await records.projects.list()).filter(({ id }) => may(actor, 'projects:read', id));
  const inProject = ({ id, name, timeZone, archived }: ProjectRow): Me['projects'][number] => ({
    id,
    name,
    timeZone,
    archived,
    role: roles.get(id) ?? null,
    scopes: PROJECT_SCOPES.filter((scope) => may(actor, scope, id)),
  });
  const { kind, id, name, system } = actor;
  return { kind, id, name, scopes: [...system], projects: visible.map(inProject) };
}

const PROJECT_SCOPES = (Object.keys(SCOPES) as Scope[]).filter((scope) => SCOPES[scope] === 'project');
