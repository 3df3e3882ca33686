import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { AdminRoute } from '../contract/route.ts';
import type { Actor } from './actor.ts';

/** What a call is beyond its parameters and its body. */
export interface CallFacts {
  /** The client's address, proxies that are trusted taken into account. */
  readonly ip: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  /** Scheme and host clients reach the gateway by, as `https://ai.example.com`. */
  readonly origin: string;
  /** Adds a header to the answer, such as a cookie. */
  setHeader(name: string, value: string | readonly string[]): void;
  /** Fires when the client goes away. */
  readonly gone: AbortSignal;
  /** Puts more into the audit log than the route, its parameters and the members that were sent. Never secrets. */
  note(facts: { readonly [name: string]: string | number | boolean | null }): void;
  /** Somebody who was not known when the call came has shown who they are: it stands in the audit log as theirs. */
  identify(actor: Pick<Actor, 'kind' | 'id' | 'name'>): void;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface Input<Route extends AdminRoute> {
  readonly params: Output<Route['params']>;
  readonly query: Output<Route['query']>;
  readonly body: Output<Route['body']>;
  readonly actor: Route['access'] extends 'anyone' ? Actor | undefined : Actor;
  readonly call: CallFacts;
}

/** What a handler of a route that `produces` something answers with. */
export interface RawReply {
  readonly body: Readable | Uint8Array | string;
  /** Default: the route's. */
  readonly status?: 200 | 206 | 304;
  /** Media type where the route names only a family. */
  readonly type?: string;
  readonly headers?: { readonly [name: string]: string };
}

/** Answers are only read. */
type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [member in keyof T]: Frozen<T[member]> }
    : T;

type Reply<Route extends AdminRoute> = Route['reply'] extends z.ZodType
  ? Frozen<z.input<Route['reply']>>
  : Route['produces'] extends string
    ? RawReply
    : undefined;

/** A route with what it does. */
export interface Handler {
  readonly route: AdminRoute;
  /** Any input that the route's schemas have read. */
  readonly run: (input: Input<AdminRoute>) => Promise<unknown>;
}

/** Says what a route does. Failures are thrown as GatewayErrors. */
export const handle = <Route extends AdminRoute>(
  route: Route,
  run: (input: Input<Route>) => Promise<Reply<Route>>,
): Handler => ({ route, run: run as unknown as Handler['run'] });
