import { keyRoutes } from '@contract/keys.ts';
import { call } from './call.ts';

interface Known {
  readonly key: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

/** In memory alone: a reload asks for a new one, and nothing stays in the browser. */
const known = new Map<string, Promise<Known>>();
const MARGIN_MS = 300_000;

/** A gateway key of the person who is signed in, for calling models in this project. It works for an hour and is renewed in time. */
export async function playgroundKey(project: string): Promise<string> {
  const kept = await known.get(project)?.catch(() => undefined);
  if (kept && kept.expiresAt - MARGIN_MS > Date.now()) return kept.key;
  const asked = call(keyRoutes.playground, { params: { project } });
  known.set(project, asked);
  return (await asked).key;
}

export interface ModelCaller {
  readonly project: string;
  /** Absent: the key of the browser's own. */
  readonly gatewayKey?: string | undefined;
}

/** Calls a route of the gateway itself (`/v1/…`) as a client of this project. */
export async function callModel(
  { project, gatewayKey }: ModelCaller,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const key = gatewayKey ?? (await playgroundKey(project));
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${key}`);
  return fetch(path, { ...init, headers });
}
