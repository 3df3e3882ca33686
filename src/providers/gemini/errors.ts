import { type ErrorCode, type ErrorFacts, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asArray, asNumber, asString, isObject, member, type Tree } from '../../contract/tree.ts';

interface Failure {
  readonly status: number;
  /** Google's own word, as `RESOURCE_EXHAUSTED`. */
  readonly code: string;
  readonly message: string;
  readonly details: readonly Tree[];
}

/** An HTTP failure in our words. */
export function decodeError(reply: Reply): GatewayError {
  // quirk(gemini): without alt=sse a failing stream answers with an array of one — gemini-images.md §1, seen 2026-11
  const body = Array.isArray(reply.tree) ? reply.tree[0] : reply.tree;
  const failure = readFailure(body, reply.status);
  return translate(failure ?? { status: reply.status, code: '', message: reply.text ?? '', details: [] });
}

/** The failure that a chunk of a stream (or a 200) holds, if it does. */
export function errorIn(tree: Tree): GatewayError | undefined {
  const failure = readFailure(tree, 500);
  return failure && translate(failure);
}

function readFailure(tree: Tree | undefined, status: number): Failure | undefined {
  const error = member(tree, 'error');
  if (!isObject(error)) return undefined;
  return {
    status: asNumber(error.code) ?? status,
    code: asString(error.status) ?? '',
    message: asString(error.message) ?? '',
    details: asArray(error.details),
  };
}

interface Verdict {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retry?: NonNullable<ErrorFacts['retry']>;
  readonly outcomeUnknown?: true;
}

function translate(failure: Failure): GatewayError {
  const { code, message, ...rest } = judge(failure);
  const retryAfterMs = readRetryDelay(failure.details);
  return new GatewayError(code, message, {
    ...rest,
    upstreamStatus: failure.status,
    ...(failure.code !== '' && { upstreamCode: failure.code }),
    ...(retryAfterMs !== undefined && code === 'rate_limited' && { retryAfterMs }),
    internal: failure.message,
  });
}

function judge(failure: Failure): Verdict {
  switch (failure.status) {
    case 400:
      return judgeBadRequest(failure);
    case 401:
    case 403:
      return BAD_CREDENTIALS;
    case 404:
      return { code: 'model_not_found', message: 'Gemini does not serve this model.', retry: 'next-target' };
    case 413:
      return { code: 'too_large', message: 'The request is larger than Gemini takes.' };
    case 429:
      return hasNoQuotaLeft(failure) ? NO_QUOTA : RATE_LIMITED;
    case 503:
      return { code: 'upstream_unavailable', message: 'Gemini is overloaded.', retry: 'same-target' };
    case 504:
      return {
        code: 'upstream_timeout',
        message: 'Gemini took too long.',
        retry: 'next-target',
        outcomeUnknown: true,
      };
    default:
      return {
        code: 'upstream_error',
        message: 'Gemini failed to answer.',
        retry: failure.status >= 500 ? 'same-target' : 'next-target',
      };
  }
}

const BAD_CREDENTIALS: Verdict = {
  code: 'upstream_auth',
  message: "Gemini refused the gateway's credentials.",
  retry: 'next-target',
};
const NO_QUOTA: Verdict = {
  code: 'quota_exceeded',
  message: "The gateway's Gemini quota is used up.",
  retry: 'next-target',
};
const RATE_LIMITED: Verdict = {
  code: 'rate_limited',
  message: "Gemini's rate limit is reached.",
  retry: 'same-target',
};

function judgeBadRequest({ code, message, details }: Failure): Verdict {
  // quirk(gemini): a wrong key is a 400 INVALID_ARGUMENT with the reason API_KEY_INVALID — Gemini API, seen 2026-11
  if (details.some((detail) => member(detail, 'reason') === 'API_KEY_INVALID')) return BAD_CREDENTIALS;
  if (code === 'FAILED_PRECONDITION') {
    return {
      code: 'upstream_error',
      message: "Gemini does not serve the gateway's account or region.",
      retry: 'next-target',
    };
  }
  const told = message === '' ? 'Gemini refused the request.' : `Gemini refused the request: ${message}`;
  return { code: 'invalid_request', message: told };
}

/** quirk(gemini): a per-day quota, or a project whose quota is 0, does not come back by waiting — gemini-images.md §6, seen 2026-11 */
function hasNoQuotaLeft({ message, details }: Failure): boolean {
  const violations = details.flatMap((detail) => asArray(member(detail, 'violations')));
  const spent = violations.some(
    (violation) =>
      /per_?day/i.test(asString(member(violation, 'quotaId')) ?? '') ||
      member(violation, 'quotaValue') === '0',
  );
  return spent || /\blimit: 0\b/.test(message);
}

/** quirk(gemini): the delay stands in the body (`"34.4s"`), not in a header — gemini-images.md §6, seen 2026-11 */
function readRetryDelay(details: readonly Tree[]): number | undefined {
  for (const detail of details) {
    const seconds = /^([\d.]+)s$/.exec(asString(member(detail, 'retryDelay')) ?? '')?.[1];
    if (seconds !== undefined) return Math.ceil(Number(seconds) * 1000);
  }
  return undefined;
}
