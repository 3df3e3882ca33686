import type { z } from 'zod';
import type { Scope } from './scopes.ts';

/**
 * One route of the admin API as data: the server checks calls by it, the OpenAPI document and the console's client are made from it.
 * Paths begin below `/admin` and name their parameters in braces. One with `{project}` acts within that project.
 */
export interface AdminRoute {
  /** Verb and noun, unique; becomes the `operationId`. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As `/projects/{project}/keys/{id}`. */
  readonly path: `/${string}`;
  /** One line for the reference. */
  readonly summary: string;
  /** The noun it is listed under. */
  readonly tag: string;
  /** `anyone`: without signing in. `signed-in`: no scope needed beyond being known. Of several scopes any one is enough. */
  readonly access: Scope | readonly [Scope, Scope, ...Scope[]] | 'anyone' | 'signed-in';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Of a JSON body. */
  readonly body?: z.ZodType;
  /** Status of success. Default 200, 204 without `reply`. */
  readonly status?: 200 | 201 | 202 | 204 | 302;
  /** Of the JSON answer; absent: none, or what `produces` says. */
  readonly reply?: z.ZodType;
  /** Media type of an answer that is no JSON, such as `text/event-stream` or `image/webp`. */
  readonly produces?: string;
  /**
   * Whether calls go to the audit log. Default: all but GETs do. True for a GET that changes something all the same, false for what only
   * looks, and asks with a body.
   */
  readonly audited?: boolean;
}

/** Keeps the literal types, from which handlers and clients know what goes in and out. */
export const route = <const Route extends AdminRoute>(definition: Route): Route => definition;

/** The scopes of which one is needed; none where being known, or not even that, is enough. */
export const scopesOf = ({ access }: Pick<AdminRoute, 'access'>): readonly Scope[] => {
  if (access === 'anyone' || access === 'signed-in') return [];
  return typeof access === 'string' ? [access] : access;
};

/** Status of success. */
export const statusOf = ({ status, reply, produces }: AdminRoute): number =>
  status ?? (reply || produces !== undefined ? 200 : 204);
