import { GatewayError } from '../contract/error.ts';
import { createAddressRules } from './address-rules.ts';
import { checkUrl, portOf } from './check-url.ts';
import { dispatch } from './dispatch.ts';
import { describeError } from './error-code.ts';
import { guardedConnect, isRefusedLiteral, type Resolve } from './guarded-connect.ts';
import { Agent } from './undici.ts';

/** Sends messages to servers that somebody outside named, under the same rules as pictures are fetched. */
export interface GuardedPost {
  /**
   * What can be told before a name is looked up.
   * @throws GatewayError `invalid_request` for an address that no message may go to
   */
  check(url: string): void;
  /**
   * Gives the answer's status, whatever it is: redirects are not followed, and nothing of the body is read.
   * @throws GatewayError `invalid_request` where the address is not allowed or no answer comes
   */
  post(url: string, message: PostedMessage, signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

export interface PostedMessage {
  /** Lower-case names. */
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array;
}

export interface GuardedPostOptions {
  /** Networks, addresses or `host:port` outside the public internet that are allowed all the same. */
  readonly allowPrivate?: readonly string[];
  /** Until the answer's headers. Default 15 s. */
  readonly timeoutMs?: number;
  /** The system's resolver unless a test brings its own. */
  readonly resolve?: Resolve;
}

export function createGuardedPost(options: GuardedPostOptions = {}): GuardedPost {
  const { timeoutMs = 15_000 } = options;
  const rules = createAddressRules(options.allowPrivate);
  const connect = guardedConnect({ rules, refused, timeoutMs, resolve: options.resolve });
  const agent = new Agent({ connect, connections: 8, allowH2: false });
  return {
    check: (text) => {
      const url = checkUrl(text, rules, problem);
      if (isRefusedLiteral(rules, url.hostname, portOf(url))) throw refused();
    },
    async post(url, { headers, body }, signal) {
      const reply = await dispatch(agent, {
        method: 'POST',
        url: checkUrl(url, rules, problem),
        headers: { ...headers, 'user-agent': 'axonhub', 'content-length': String(body.byteLength) },
        body: () => body,
        signal,
        timeoutMs,
        idleTimeoutMs: timeoutMs,
        bodyTimeoutMs: timeoutMs,
        explain,
      });
      reply.body.cancel();
      return reply.status;
    },
    close: () => agent.destroy(),
  };
}

function explain(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const internal = describeError(error);
  return problem('the server cannot be reached or takes too long', internal);
}

const problem = (reason: string, internal?: string): GatewayError =>
  new GatewayError(
    'invalid_request',
    `The webhook cannot be sent: ${reason}.`,
    internal === undefined ? {} : { internal },
  );

const refused = (): GatewayError =>
  problem('its address is not allowed: messages go to the public internet only');
