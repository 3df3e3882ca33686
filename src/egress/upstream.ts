import type { IncomingHttpHeaders } from 'node:http';
import { Agent } from 'undici';
import { GatewayError } from '../contract/error.ts';
import type { Call } from '../contract/provider.ts';
import { writeJson } from '../wire/json-write.ts';
import { writeForm } from '../wire/multipart.ts';
import { dispatch, type HttpReply } from './dispatch.ts';
import { upstreamFailure } from './upstream-failure.ts';

/** Calls to providers over kept-alive connections, pooled per origin. */
export interface Upstream {
  /**
   * Resolves when the answer's headers are there, whatever their status below 300 or above 399. Throws GatewayError:
   * `upstream_unavailable` and `upstream_timeout` (`outcomeUnknown` once a POST had left whole), `upstream_error` for a redirect,
   * `client_closed` on abort unless the signal's reason is a GatewayError of its own.
   */
  send(call: Call, options: SendOptions): Promise<UpstreamReply>;
  /** Ends every connection; calls still running fail. */
  close(): Promise<void>;
}

export interface SendOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Credentials and what else the channel adds. */
  readonly headers: { readonly [name: string]: string };
  readonly signal: AbortSignal;
  /** From the call to the answer's headers. */
  readonly timeoutMs: number;
  /** Longest silence within the answer's body. */
  readonly idleTimeoutMs: number;
}

export interface UpstreamReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Read it to its end or cancel it: until then the connection is taken. */
  readonly body: AsyncIterable<Uint8Array> & { cancel(): void };
}

export interface UpstreamOptions {
  /** Most connections to one origin; more calls wait their turn. Default 1024. */
  readonly connectionsPerOrigin?: number;
  /** Default 10 s. */
  readonly connectTimeoutMs?: number;
  /** How long an unused connection is kept where the upstream gives no hint. Default 30 s. */
  readonly keepAliveMs?: number;
}

/** Compressing base64 saves a quarter of the bytes and costs more time than they take: better not asked for. */
const DEFAULT_HEADERS = { 'user-agent': 'axonhub', 'accept-encoding': 'identity' };

export function createUpstream({
  connectionsPerOrigin = 1024,
  connectTimeoutMs = 10_000,
  keepAliveMs = 30_000,
}: UpstreamOptions = {}): Upstream {
  const agent = new Agent({
    connections: connectionsPerOrigin,
    connect: { timeout: connectTimeoutMs },
    keepAliveTimeout: keepAliveMs,
    // One connection per call in flight: a slow reader holds up nobody else, and a lost connection costs one call.
    allowH2: false,
  });
  return {
    send: (call, options) => send(agent, call, options),
    close: () => agent.destroy(),
  };
}

async function send(agent: Agent, call: Call, options: SendOptions): Promise<UpstreamReply> {
  const { baseUrl, signal, timeoutMs, idleTimeoutMs } = options;
  const { body, headers } = encodeBody(call);
  const reply = await dispatch(agent, {
    method: call.method,
    url: callUrl(baseUrl, call.path),
    headers: mergeHeaders(DEFAULT_HEADERS, call.headers ?? {}, options.headers, headers),
    ...(body && { body }),
    signal,
    timeoutMs,
    idleTimeoutMs,
    explain: (error, sent) => upstreamFailure(error, sent && call.method === 'POST'),
  });
  refuseRedirect(reply);
  return reply;
}

/** A whole URL must stay on the channel's origin: the credentials go along. */
function callUrl(baseUrl: string, path: string): URL {
  if (!/^https?:\/\//i.test(path)) return new URL(baseUrl + path);
  const url = new URL(path);
  if (url.origin === new URL(baseUrl).origin) return url;
  throw new GatewayError('upstream_error', 'The upstream named an address outside of its own service.', {
    internal: `refused to send credentials to ${url.origin}`,
  });
}

interface EncodedBody {
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  readonly headers: Record<string, string>;
}

function encodeBody({ body }: Call): EncodedBody {
  if (!body) return { headers: {} };
  if (body.kind === 'json') {
    const json = writeJson(body.tree);
    const headers = { 'content-type': 'application/json', 'content-length': String(json.length) };
    return { body: json.bytes ?? json.chunks(), headers };
  }
  const form = writeForm(body.entries);
  const headers = { 'content-type': form.contentType, 'content-length': String(form.length) };
  return { body: form.bytes ?? form.chunks(), headers };
}

/** Later ones win, whatever the case of their names. */
function mergeHeaders(...sets: readonly { readonly [name: string]: string }[]): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const set of sets) {
    for (const name of Object.keys(set)) merged[name.toLowerCase()] = set[name] ?? '';
  }
  return merged;
}

/** Following would carry the credentials to wherever the answer points. */
function refuseRedirect({ status, headers, body }: HttpReply): void {
  if (status < 300 || status > 399) return;
  body.cancel();
  throw new GatewayError('upstream_error', 'The upstream answered with a redirect.', {
    retry: 'next-target',
    upstreamStatus: status,
    internal: `redirect to ${headers.location ?? 'nowhere'}`,
  });
}
