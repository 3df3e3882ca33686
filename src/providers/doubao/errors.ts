import { type ErrorCode, type ErrorFacts, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asString, member, type Tree } from '../../contract/tree.ts';

interface Verdict {
  readonly matches: RegExp;
  readonly code: ErrorCode;
  readonly retry: NonNullable<ErrorFacts['retry']>;
  /** Said instead of the upstream's own words, where those speak about the operator's account. */
  readonly message?: string;
}

const NO_CREDIT = "The provider's account has no credit or quota left.";
const NO_ACCESS = "The provider refused the gateway's own credentials.";
const NO_MODEL = 'The provider does not know this model, or the account has not activated it.';
const BUSY = 'The provider is overloaded.';
const TOO_FAST = "The provider's rate limit is reached.";

/** Ark's error codes; the first match decides. */
const VERDICTS: readonly Verdict[] = [
  // quirk(doubao): a family of codes, only the middle is common to all — Ark error codes, seen 2026-11
  { matches: /SensitiveContentDetected/, code: 'content_policy', retry: 'never' },
  {
    matches: /^(QuotaExceeded|SetLimitExceeded|AccountOverdueError)/,
    code: 'quota_exceeded',
    retry: 'next-target',
    message: NO_CREDIT,
  },
  { matches: /^ServerOverloaded/, code: 'upstream_unavailable', retry: 'same-target', message: BUSY },
  {
    matches: /RateLimitExceeded|^RequestBurstTooFast|^InflightBatchsizeExceeded/,
    code: 'rate_limited',
    retry: 'same-target',
    message: TOO_FAST,
  },
  {
    matches: /^(AuthenticationError|InvalidAccountStatus|AccessDenied|OperationDenied)/,
    code: 'upstream_auth',
    retry: 'next-target',
    message: NO_ACCESS,
  },
  {
    matches: /^(InvalidEndpointOrModel|ModelNotOpen|UnsupportedModel)/,
    code: 'model_not_found',
    retry: 'next-target',
    message: NO_MODEL,
  },
  {
    matches: /^(MissingParameter|InvalidParameter|InvalidImageURL)/,
    code: 'invalid_request',
    retry: 'never',
  },
];

/** By status, for codes to come. */
const BY_STATUS: readonly (readonly [from: number, verdict: Omit<Verdict, 'matches'>])[] = [
  [500, { code: 'upstream_error', retry: 'next-target' }],
  [429, { code: 'rate_limited', retry: 'same-target', message: TOO_FAST }],
  [405, { code: 'invalid_request', retry: 'never' }],
  [404, { code: 'model_not_found', retry: 'next-target', message: NO_MODEL }],
  [401, { code: 'upstream_auth', retry: 'next-target', message: NO_ACCESS }],
  [400, { code: 'invalid_request', retry: 'never' }],
  [0, { code: 'upstream_error', retry: 'next-target' }],
];

/** A failed call. */
export function decodeError(reply: Reply): GatewayError {
  const error = failure(member(reply.tree, 'error'), reply.status);
  const retryAfterMs = retryAfter(reply.headers['retry-after']);
  if (retryAfterMs === undefined) return error;
  return new GatewayError(error.code, error.message, { ...error.facts, retryAfterMs });
}

/** An `{code, message}` object of Ark: of a whole call, of one picture, or of a stream. */
export function failure(error: Tree | undefined, status: number): GatewayError {
  const code = asString(member(error, 'code')) ?? '';
  const words = asString(member(error, 'message')) ?? '';
  const verdict =
    VERDICTS.find(({ matches }) => matches.test(code)) ?? BY_STATUS.find(([from]) => status >= from)?.[1];
  const message = verdict?.message ?? (words || `The provider answered with status ${status}.`);
  return new GatewayError(verdict?.code ?? 'upstream_error', message, {
    retry: verdict?.retry ?? 'never',
    upstreamStatus: status,
    ...(code !== '' && { upstreamCode: code }),
    ...(words !== '' && { internal: words }),
  });
}

/** UNVERIFIED whether Ark ever sends it; in seconds where it does. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  const seconds = Number(Array.isArray(header) ? header[0] : (header ?? Number.NaN));
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}
