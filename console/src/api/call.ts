import type { AdminRoute } from '@contract/route.ts';
import type { z } from 'zod';
import { Failure } from './failure.ts';

type In<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;
type Part<Name extends string, Schema> = [In<Schema>] extends [never]
  ? unknown
  : { readonly [name in Name]: In<Schema> };
type QueryPart<Schema> = [In<Schema>] extends [never] ? unknown : { readonly query?: In<Schema> };

/** What a route takes, as its definition says. */
export type CallInput<Route extends AdminRoute> = Part<'params', Route['params']> &
  QueryPart<Route['query']> &
  Part<'body', Route['body']>;

/** What a route answers. */
export type CallReply<Route extends AdminRoute> = Route['reply'] extends z.ZodType
  ? z.output<Route['reply']>
  : undefined;

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Where a route is found, its parameters filled in. */
export function urlOf(route: AdminRoute, { params = {}, query = {} }: LooseInput = {}): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name] ?? '')),
  );
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== '' && value !== null,
  );
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/admin${path}${search === '' ? '' : `?${search}`}`;
}

/** The answer as it comes. @throws Failure in words for people, where it is none of success */
export async function request<Route extends AdminRoute>(
  route: Route,
  input?: CallInput<Route>,
  signal?: AbortSignal,
): Promise<Response> {
  const { body } = (input ?? {}) as LooseInput;
  const response = await fetch(urlOf(route, input as LooseInput), {
    method: route.method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    throw Failure.ofNetwork(error);
  });
  if (!response.ok) throw await Failure.ofResponse(response);
  return response;
}

/**
 * Calls a route of the admin API. The definitions that the server checks calls by, and that the OpenAPI document is made from, give the
 * types: there is nothing to generate and nothing to get out of date.
 * @throws Failure in words for people
 */
export async function call<Route extends AdminRoute>(
  route: Route,
  input?: CallInput<Route>,
  signal?: AbortSignal,
): Promise<CallReply<Route>> {
  const response = await request(route, input, signal);
  return (response.status === 204 ? undefined : await response.json()) as CallReply<Route>;
}
