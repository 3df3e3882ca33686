import { GatewayError } from '../../contract/error.ts';
import { SCOPES, type Scope } from '../contract/scopes.ts';

/** Who is using the admin API: a person who signed in, or a program with a gateway key that has scopes. */
export interface Actor {
  readonly kind: 'user' | 'key';
  readonly id: string;
  /** For the audit log. */
  readonly name: string;
  /** Allowed in the whole installation. */
  readonly system: ReadonlySet<Scope>;
  /** Allowed by project id. */
  readonly projects: ReadonlyMap<string, ReadonlySet<Scope>>;
  /** Id of the session, of somebody who signed in. */
  readonly session?: string;
}

/** @param project the one the call acts in; absent: none */
export function may(actor: Actor, scope: Scope, project?: string): boolean {
  if (actor.system.has(scope)) return true;
  if (SCOPES[scope] === 'system' || project === undefined) return false;
  return actor.projects.get(project)?.has(scope) ?? false;
}

/**
 * Of several scopes any one is enough. Without a project one that is held in some project counts: what such a route tells is of no
 * project.
 * @throws GatewayError `permission_denied`, naming the scopes
 */
export function demandOneOf(actor: Actor, scopes: readonly Scope[], project?: string): void {
  const held = (scope: Scope): boolean =>
    may(actor, scope, project) ||
    (project === undefined && [...actor.projects.values()].some((own) => own.has(scope)));
  if (scopes.some(held)) return;
  const names = scopes.map((scope) => `"${scope}"`).join(' or ');
  throw new GatewayError('permission_denied', `This needs the permission ${names}.`);
}

/** @throws GatewayError `permission_denied`, naming the scope */
export function demand(actor: Actor, scope: Scope, project?: string): void {
  if (may(actor, scope, project)) return;
  const place = project === undefined ? '' : ' in this project';
  throw new GatewayError('permission_denied', `This needs the permission "${scope}"${place}.`);
}
