import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_ROUTES } from '../../src/admin/contract/all.ts';
import { BUILT_IN_ROLES } from '../../src/admin/contract/built-in-roles.ts';
import type { AdminRoute } from '../../src/admin/contract/route.ts';
import { ALL_SCOPES, SCOPES, type Scope } from '../../src/admin/contract/scopes.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, join, OWNER, setUpOwner } from './admin-client.ts';

/** Somebody who calls every route. */
interface Person {
  readonly name: string;
  /** Headers that say who they are. */
  readonly credentials: { readonly [name: string]: string };
  readonly isKnown: boolean;
  readonly system: readonly string[];
  /** In the project that is asked for. */
  readonly project: readonly string[];
  /** In another project. */
  readonly elsewhere?: readonly string[];
}

let gateway: TestGateway;
let owner: AdminClient;
beforeAll(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterAll(() => gateway.close());

/** From the scope table alone. */
function isAllowed(
  { isKnown, system, project, elsewhere = [] }: Person,
  { access, path }: AdminRoute,
): boolean {
  if (access === 'anyone') return true;
  if (access === 'signed-in') return isKnown;
  if (typeof access !== 'string')
    return access.some((scope) => [...system, ...project, ...elsewhere].includes(scope));
  if (system.includes(access)) return true;
  return SCOPES[access] === 'project' && path.includes('{project}') && project.includes(access);
}

/** Paths lead to things that are not there and bodies are empty: what is allowed fails for other reasons, or does no harm. */
async function statusFor(person: Person, { method, path, body }: AdminRoute): Promise<string> {
  const url = `${gateway.url}/admin${path.replace('{project}', 'default').replaceAll(/\{\w+\}/g, 'nothing')}`;
  const leave = new AbortController();
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: leave.signal,
    headers: {
      ...person.credentials,
      ...(method !== 'GET' && { 'sec-fetch-site': 'same-origin' }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: '{}' }),
  });
  // Live lists never end by themselves.
  const isLive = response.headers.get('content-type')?.startsWith('text/event-stream');
  const text = isLive ? '' : await response.text();
  leave.abort();
  const code = response.status === 401 || response.status === 403 ? JSON.parse(text).error.code : '';
  return `${response.status} ${code}`.trim();
}

/** Routes at which the gateway decides otherwise than the table, and how. */
async function differences(person: Person, routes: readonly AdminRoute[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const route of routes) {
    const status = await statusFor(person, route);
    const refusal = person.isKnown ? '403 permission_denied' : '401 invalid_api_key';
    const isRight = isAllowed(person, route) ? !/^(401|403|405|5\d\d)/.test(status) : status === refusal;
    if (!isRight) wrong.push(`${route.id}: ${status}`);
  }
  return wrong;
}

/** Signing out comes last: nobody can do anything after it. */
const ROUTES = ADMIN_ROUTES.toSorted((a, b) => Number(a.id === 'signOut') - Number(b.id === 'signOut'));
/** For people only, whatever a key may do. */
const isForPeople = ({ path, id }: AdminRoute): boolean =>
  path.startsWith('/me/') || path === '/me' || id === 'createPlaygroundKey';

const scopesOf = (id: string): readonly string[] =>
  BUILT_IN_ROLES.find((role) => role.id === id)?.scopes ?? [];

async function joined(
  name: string,
  wanted: { role?: string; memberships?: readonly object[] },
): Promise<Person> {
  const { cookie } = await join(owner, gateway.url, { email: `${name}@example.com`, ...wanted });
  const isMember = wanted.memberships?.some((each) => 'project' in each && each.project === 'default');
  return {
    name,
    credentials: { cookie: cookie().split(';', 1)[0] ?? '' },
    isKnown: true,
    system: scopesOf(wanted.role ?? ''),
    project: isMember ? scopesOf(name) : [],
  };
}

describe('every route of the admin API', () => {
  it.each(BUILT_IN_ROLES.map(({ id, level }) => [id, level]))(
    'does for the role %s what the table of scopes says, and nothing else',
    async (id, level) => {
      const wanted = level === 'system' ? { role: id } : { memberships: [{ project: 'default', role: id }] };
      const person = await joined(id, wanted);
      const refused = ROUTES.filter((route) => !isAllowed(person, route));
      expect(refused.length < ROUTES.length).toBe(true);
      expect(refused.length === 0).toBe(id === 'owner');
      expect(await differences(person, ROUTES)).toEqual([]);
    },
  );

  it('does nothing of a project for the administrator of another one', async () => {
    const { body: other } = await owner.post('/projects', { name: 'Other' });
    const memberships = [{ project: other.id, role: 'project-admin' }];
    const outsider = { ...(await joined('outsider', { memberships })), elsewhere: scopesOf('project-admin') };
    expect(await differences(outsider, ROUTES)).toEqual([]);
  });

  it('does for somebody without any role what it does for all who signed in', async () => {
    expect(await differences(await joined('guest', {}), ROUTES)).toEqual([]);
  });

  it('does for strangers what is open to anyone', async () => {
    const stranger: Person = { name: 'stranger', credentials: {}, isKnown: false, system: [], project: [] };
    expect(await differences(stranger, ROUTES)).toEqual([]);
    expect((await owner.post('/session', { email: OWNER.email, password: OWNER.password })).status).toBe(200);
  });
});

describe('a key with one scope', () => {
  const routes = ROUTES.filter((route) => !isForPeople(route));

  it.each(ALL_SCOPES)('%s is let in by the routes that ask for it, and by no other', async (scope: Scope) => {
    const wanted = { name: scope, kind: 'service', rules: { scopes: [scope] } };
    const { status, body } = await owner.post('/projects/default/keys', wanted);
    expect(status).toBe(201);
    const isOfProject = SCOPES[scope] === 'project';
    const key: Person = {
      name: scope,
      credentials: { authorization: `Bearer ${body.key}` },
      isKnown: true,
      system: isOfProject ? [] : [scope],
      project: isOfProject ? [scope] : [],
    };
    expect(await differences(key, routes)).toEqual([]);
  });
});
