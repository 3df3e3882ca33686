import type { Records, RoleRow, UserRow } from '../../storage/ports.ts';
import { BUILT_IN_ROLES } from '../contract/built-in-roles.ts';
import { SCOPES, type Scope } from '../contract/scopes.ts';
import type { Actor } from './actor.ts';

/** A role, whoever made it. */
export interface Role {
  readonly id: string;
  readonly level: 'system' | 'project';
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly Scope[];
  /** It comes with the gateway. */
  readonly builtIn: boolean;
}

/** What roles allow, and what people may do by them. */
export interface Access {
  /** Those that come with the gateway first. */
  roles(): Promise<readonly Role[]>;
  role(id: string): Promise<Role | undefined>;
  /** @param session id of the session they call in */
  actorOf(user: UserRow, session?: string): Promise<Actor>;
}

const BUILT_IN: readonly Role[] = BUILT_IN_ROLES.map((role) => ({ ...role, builtIn: true }));

export function createAccess({ roles, memberships }: Pick<Records, 'roles' | 'memberships'>): Access {
  const role = async (id: string): Promise<Role | undefined> => {
    const builtIn = BUILT_IN.find((each) => each.id === id);
    if (builtIn) return builtIn;
    const row = await roles.find(id);
    return row && roleOf(row);
  };
  const scopesOf = async (id: string | null, level: Role['level']): Promise<ReadonlySet<Scope>> => {
    const found = id === null ? undefined : await role(id);
    return new Set(found?.level === level ? found.scopes : []);
  };
  return {
    role,
    roles: async () => [...BUILT_IN, ...(await roles.list()).map(roleOf)],
    async actorOf(user, session) {
      const held = await memberships.ofUser(user.id);
      const projects = held.map(
        async ({ project, role }) => [project, await scopesOf(role, 'project')] as const,
      );
      return {
        kind: 'user',
        id: user.id,
        name: user.name,
        system: await scopesOf(user.role, 'system'),
        projects: new Map(await Promise.all(projects)),
        ...(session !== undefined && { session }),
      };
    },
  };
}

/** Scopes that are gone since, or do not fit the role's level, count for nothing. */
export function roleOf({ id, level, name, description, scopes }: RoleRow): Role {
  const listed = JSON.parse(scopes) as readonly string[];
  return { id, level, name, description, scopes: grantable(listed, level), builtIn: false };
}

/** Those of these scopes that a role of this level, or a key, can give. */
export const grantable = (scopes: readonly string[], level: Role['level']): Scope[] =>
  scopes.filter(
    (scope): scope is Scope =>
      Object.hasOwn(SCOPES, scope) && (level === 'system' || SCOPES[scope as Scope] === 'project'),
  );
