import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '../contract/error.ts';
import type { Call, CallHeaders, OutgoingRequest } from '../contract/provider.ts';
import type { Secret } from '../lib/secret.ts';
import { writeJson } from '../wire/json-write.ts';
import { writeForm } from '../wire/multipart.ts';
import { bodyOf, type WireBody } from '../wire/wire-body.ts';
import { callUrl } from './call-url.ts';
import { dispatch, type HttpReply } from './dispatch.ts';
import { createDispatchers, type Dispatchers } from './dispatchers.ts';
import { proxyRefusal, upstreamFailure } from './upstream-failure.ts';

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
  /** The provider's own hosts, as `*.example.ai`: see `callUrl`. */
  readonly hosts?: readonly string[];
  /** Credentials and what else the channel adds; a function makes them from the request as it is about to leave. */
  readonly headers: CallHeaders | ((request: OutgoingRequest) => CallHeaders | Promise<CallHeaders>);
  /** URL of the proxy it goes through: `http:`, `https:` or `socks5:`, user and password in it; absent: directly. */
  readonly proxy?: Secret;
  readonly signal: AbortSignal;
  /** From the call to the answer's headers. */
  readonly timeoutMs: number;
  /** Longest silence within the answer's body. */
  readonly idleTimeoutMs: number;
  /** From the answer's headers to its last byte. */
  readonly bodyTimeoutMs: number;
  /**
   * Doing it a second time costs next to nothing: so it is, over a new connection, where one that had been used before breaks without a byte of
   * the answer. Default: a GET may be.
   */
  readonly mayActTwice?: boolean;
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
  const dispatchers = createDispatchers({ connections: connectionsPerOrigin, connectTimeoutMs, keepAliveMs });
  return {
    send: (call, options) => send(dispatchers, call, options),
    close: () => dispatchers.close(),
  };
}

async function send(dispatchers: Dispatchers, call: Call, options: SendOptions): Promise<UpstreamReply> {
  const { baseUrl, signal, timeoutMs, idleTimeoutMs, bodyTimeoutMs } = options;
  const { method } = call;
  const url = callUrl(baseUrl, call.path, options.hosts);
  const { body, headers: described } = encodeBody(call);
  const plain = mergeHeaders(DEFAULT_HEADERS, call.headers ?? {}, described);
  const more =
    typeof options.headers === 'function'
      ? await options.headers({ method, url, headers: plain, sha256: () => sha256(body) })
      : options.headers;
  const { mayActTwice = method === 'GET' } = options;
  const proxy = options.proxy?.reveal();
  const reply = await dispatch(dispatchers.get(mayActTwice ? 'kept' : 'young', proxy), {
    method,
    url,
    headers: mergeHeaders(plain, more, described),
    ...(body && { body: () => body.bytes ?? body.chunks() }),
    signal,
    timeoutMs,
    idleTimeoutMs,
    bodyTimeoutMs,
    again: { over: () => dispatchers.get('new', proxy), mayActTwice },
    explain: (error, sent) =>
      (proxy !== undefined && !signal.aborted && proxyRefusal(error)) ||
      upstreamFailure(error, sent && call.method !== 'GET'),
  });
  refuseRedirect(reply);
  return reply;
}

interface EncodedBody {
  readonly body?: WireBody;
  readonly headers: CallHeaders;
}

function encodeBody({ body }: Call): EncodedBody {
  if (!body) return { headers: {} };
  const [type, wire] = wireBody(body);
  return { body: wire, headers: { 'content-type': type, 'content-length': String(wire.length) } };
}

function wireBody(body: NonNullable<Call['body']>): [type: string, body: WireBody] {
  if (body.kind === 'json') return ['application/json', writeJson(body.tree)];
  if (body.kind === 'urlencoded') {
    const text = new URLSearchParams(body.fields).toString();
    return ['application/x-www-form-urlencoded', bodyOf([Buffer.from(text)])];
  }
  const form = writeForm(body.entries);
  return [form.contentType, form];
}

async function sha256(body: WireBody | undefined): Promise<string> {
  const hash = createHash('sha256');
  if (body?.bytes) hash.update(body.bytes);
  else if (body) for await (const chunk of body.chunks()) hash.update(chunk);
  return hash.digest('hex');
}

/** Later ones win, whatever the case of their names. */
function mergeHeaders(...sets: readonly CallHeaders[]): Record<string, string> {
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
