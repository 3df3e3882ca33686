import { GatewayError } from '../../contract/error.ts';
import type { Scope } from '../contract/scopes.ts';
import type { Role } from './access.ts';
import { type Actor, may } from './actor.ts';

/**
 * Nobody gives what they do not have.
 * @param project where the scopes are to count; absent: in the whole installation
 * @param field where they stand in the call
 * @throws GatewayError `permission_denied`, naming what is missing
 */
export function demandAll(
  actor: Actor,
  scopes: readonly Scope[],
  project: string | undefined,
  field: string,
): void {
  const missing = scopes.filter((scope) => !holds(actor, scope, project));
  if (missing.length === 0) return;
  const names = missing.map((scope) => `"${scope}"`).join(', ');
  const message = `You cannot give what you do not have: ${names}.`;
  throw new GatewayError('permission_denied', message, { field });
}

/**
 * Nobody has a hand in the affairs of those who may do more: whoever can reset a password can become that person.
 * @throws GatewayError `permission_denied`
 */
export function demandAbove(actor: Actor, other: Pick<Actor, 'system' | 'projects'>): void {
  const inProjects = [...other.projects].flatMap(([project, scopes]) =>
    [...scopes].map((scope) => [scope, project] as const),
  );
  const isAbove =
    [...other.system].every((scope) => actor.system.has(scope)) &&
    inProjects.every(([scope, project]) => may(actor, scope, project));
  if (isAbove) return;
  throw new GatewayError('permission_denied', 'This concerns somebody who may do more than you.');
}

/**
 * The role, if it is one of this level that the actor can give.
 * @throws GatewayError `invalid_request`, `permission_denied`
 */
export function demandRole(
  actor: Actor,
  role: Role | undefined,
  place: { readonly level: Role['level']; readonly project?: string; readonly field: string },
): Role {
  const { level, project, field } = place;
  if (role?.level !== level) {
    throw new GatewayError('invalid_request', `${field}: there is no such ${level} role.`, { field });
  }
  demandAll(actor, role.scopes, project, field);
  return role;
}

const holds = (actor: Actor, scope: Scope, project: string | undefined): boolean =>
  project === undefined ? actor.system.has(scope) : may(actor, scope, project);
