import { type ErrorCode, GatewayError } from '../contract/error.ts';
import { describeError, errorCode } from './error-code.ts';

const TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
/** Reasons that lie in how the gateway or the channel built the call, such as a line break within an API key. */
const OUR_FAULT = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH']);
const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;

/**
 * Why a call to an upstream got no (whole) answer. `outcomeUnknown`: the upstream had the request, so it may have done and
 * billed the work. Hosts and addresses go to `facts.internal` alone.
 */
export function upstreamFailure(error: unknown, outcomeUnknown: boolean): GatewayError {
  if (error instanceof GatewayError) return error;
  const [code, message] = classify(error);
  const facts = { internal: describeError(error), ...(outcomeUnknown && { outcomeUnknown }) };
  if (code === 'client_closed') return new GatewayError(code, message, facts, error);
  return new GatewayError(code, message, { ...facts, retry: 'next-target' }, error);
}

/** How undici tells that a proxy turned a call away; the same codes stand for the caller's own doing where there is none. */
const PROXY_REFUSALS = new Set(['UND_ERR_ABORTED', 'UND_ERR_INVALID_ARG']);

/** The failure of a call that went through a proxy and that nobody gave up; undefined where the proxy is not to blame. */
export function proxyRefusal(error: unknown): GatewayError | undefined {
  if (error instanceof GatewayError || !PROXY_REFUSALS.has(errorCode(error))) return undefined;
  return new GatewayError(
    'upstream_unavailable',
    "The channel's proxy turned the call away.",
    { internal: describeError(error), retry: 'next-target' },
    error,
  );
}

function classify(error: unknown): [ErrorCode, string] {
  const name = error instanceof Error ? error.name : '';
  const code = errorCode(error);
  if (name === 'TimeoutError' || TIMEOUTS.has(code)) {
    return ['upstream_timeout', 'The upstream did not answer in time.'];
  }
  if (name === 'AbortError') return ['client_closed', 'The request was cancelled.'];
  if (OUR_FAULT.has(code)) return ['internal', 'The gateway could not make the call to the upstream.'];
  if (name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return ['upstream_error', 'The upstream answered with something that is not HTTP.'];
  }
  if (CERTIFICATE.test(code)) {
    return ['upstream_unavailable', 'The upstream cannot be reached over a trusted connection.'];
  }
  return ['upstream_unavailable', 'The upstream cannot be reached, or the connection to it broke.'];
}
