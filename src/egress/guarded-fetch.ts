import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../contract/error.ts';
import type { Payload, Spool } from '../contract/payload.ts';
import { type AddressRules, createAddressRules } from './address-rules.ts';
import { checkUrl } from './check-url.ts';
import { decompress } from './decompress.ts';
import { dispatch, type HttpReply } from './dispatch.ts';
import { describeError, errorCode } from './error-code.ts';
import { guardedConnect, type Resolve } from './guarded-connect.ts';
import { limitBytes } from './limit-bytes.ts';
import { Agent } from './undici.ts';

/** Fetches pictures from URLs that somebody outside named: a client's input image, a provider's result. */
export interface GuardedFetch {
  /**
   * Throws GatewayError `invalid_request` (not allowed, not reachable, no picture; the caller adds the field), `too_large`,
   * or `client_closed` when the signal aborts. Messages never tell what a name resolved to.
   */
  fetchImage(url: string, spool: Spool, signal: AbortSignal): Promise<Payload>;
  close(): Promise<void>;
}

export interface GuardedFetchOptions {
  /** Networks, addresses or `host:port` outside the public internet that are allowed all the same. */
  readonly allowPrivate?: readonly string[];
  /** Hosts allowed wherever they lead, asked each time: those that can change while this runs. Lower case, IPv6 without brackets. */
  readonly isExempt?: (host: string, port: number) => boolean;
  /** Bytes of one picture. Default 50 MiB. */
  readonly maxBytes?: number;
  /** For the whole fetch, redirects and body included. Default 30 s. */
  readonly timeoutMs?: number;
  /** Default 3. */
  readonly maxRedirects?: number;
  /** How often what may pass (broken connections, servers in trouble, time that is over) is tried. Default once. */
  readonly tries?: number;
  /** The system's resolver unless a test brings its own. */
  readonly resolve?: Resolve;
}

export function createGuardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  const { maxBytes = 50 * 1024 * 1024, timeoutMs = 30_000, maxRedirects = 3, tries = 1 } = options;
  const rules = createAddressRules(options.allowPrivate, options.isExempt);
  const connect = guardedConnect({ rules, refused, timeoutMs, resolve: options.resolve });
  const agent = new Agent({ connect, connections: 64, allowH2: false });
  const fresh = new Agent({ connect, connections: 64, allowH2: false, pipelining: 0 });
  const limits = { maxBytes, timeoutMs, maxRedirects };
  return {
    fetchImage: (url, spool, signal) =>
      triedAgain(tries, signal, () => fetchImage({ agent, fresh, rules, ...limits, spool, signal }, url)),
    close: async () => {
      await Promise.all([agent.destroy(), fresh.destroy()]);
    },
  };
}

const FIRST_PAUSE_MS = 250;

async function triedAgain<T>(tries: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await work();
    } catch (error) {
      if (number >= tries || signal.aborted || !(error instanceof PassingProblem)) throw error;
    }
    await sleep(FIRST_PAUSE_MS * 4 ** (number - 1));
  }
}

interface Fetch {
  readonly agent: Agent;
  /** Makes a connection for each request. */
  readonly fresh: Agent;
  readonly rules: AddressRules;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly maxRedirects: number;
  readonly spool: Spool;
  readonly signal: AbortSignal;
}

async function fetchImage(fetch: Fetch, url: string): Promise<Payload> {
  const signal = AbortSignal.any([fetch.signal, AbortSignal.timeout(fetch.timeoutMs)]);
  const reply = await followRedirects({ ...fetch, signal }, checkUrl(url, fetch.rules, problem));
  try {
    refuseBadStatus(reply.status);
    if (Number(reply.headers['content-length']) > fetch.maxBytes) throw tooLarge(fetch.maxBytes);
    const payload = await spoolBody(reply, fetch);
    refuseNoImage(payload, reply.headers['content-type'] ?? '');
    return payload;
  } finally {
    reply.body.cancel();
  }
}

/** Each hop is checked like the first: the URL here, the address when the agent connects. */
async function followRedirects(fetch: Fetch, start: URL): Promise<HttpReply> {
  let url = start;
  for (let hop = 0; hop <= fetch.maxRedirects; hop += 1) {
    const reply = await get(fetch, url);
    const location = redirectTarget(reply);
    if (location === undefined) return reply;
    reply.body.cancel();
    url = checkUrl(location, fetch.rules, problem, url);
  }
  throw problem('the address redirects too often');
}

const get = ({ agent, fresh, signal, timeoutMs }: Fetch, url: URL): Promise<HttpReply> =>
  dispatch(agent, {
    method: 'GET',
    url,
    headers: { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'axonhub' },
    signal,
    timeoutMs,
    idleTimeoutMs: timeoutMs,
    bodyTimeoutMs: timeoutMs,
    again: { over: () => fresh, mayActTwice: true },
    explain,
  });

const redirectTarget = ({ status, headers }: HttpReply): string | undefined =>
  [301, 302, 303, 307, 308].includes(status) ? headers.location : undefined;

function refuseBadStatus(status: number): void {
  if (status >= 200 && status <= 299) return;
  const reason = `the server answered with status ${status}`;
  throw status >= 500 || status === 429 ? passing(reason) : problem(reason);
}

async function spoolBody({ body, headers }: HttpReply, { spool, maxBytes }: Fetch): Promise<Payload> {
  const writer = spool.open();
  try {
    const bytes = decompress(body, headers['content-encoding']);
    for await (const chunk of limitBytes(bytes, maxBytes, () => tooLarge(maxBytes))) {
      const pressure = writer.write(chunk);
      if (pressure) await pressure;
    }
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    // What fails to decompress is the address's fault here, not an upstream's.
    throw GatewayError.from(error).code === 'upstream_error'
      ? problem('its compression cannot be read')
      : error;
  }
}

/** Servers often declare pictures as something else, so text is only refused when it looks like text: no picture is free of zero bytes. */
function refuseNoImage({ size, head }: Payload, contentType: string): void {
  if (size === 0) throw problem('the server answered with an empty body');
  const [declared = ''] = contentType.toLowerCase().split(';');
  const type = declared.trim();
  if (type === '' || type.startsWith('image/') || type.endsWith('/octet-stream') || head.includes(0)) return;
  throw problem(
    `the server answered with ${/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'something else'}, not an image`,
  );
}

function explain(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const internal = describeError(error);
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortError') {
    return new GatewayError('client_closed', 'The request was cancelled.', { internal }, error);
  }
  if (name === 'TimeoutError' || errorCode(error).endsWith('_TIMEOUT'))
    return passing('the server takes too long', internal);
  return passing('the server cannot be reached or broke off', internal);
}

/** One that may be gone at the next try. */
class PassingProblem extends GatewayError {}

const problem = (reason: string, internal?: string): GatewayError =>
  new GatewayError(...problemOf(reason, internal));

const passing = (reason: string, internal?: string): GatewayError =>
  new PassingProblem(...problemOf(reason, internal));

const problemOf = (reason: string, internal?: string): ConstructorParameters<typeof GatewayError> => [
  'invalid_request',
  `The image could not be fetched: ${reason}.`,
  internal === undefined ? {} : { internal },
];

const refused = (): GatewayError =>
  new GatewayError(
    'invalid_request',
    'The address of this image is not allowed: images are fetched from the public internet only.',
  );

const tooLarge = (most: number): GatewayError =>
  new GatewayError('too_large', `The image is larger than ${Math.floor(most / 1_048_576)} MiB.`);
