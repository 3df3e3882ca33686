import { type ErrorCode, type ErrorFacts, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asArray, asNumber, asString, isObject, member, type TreeObject } from '../../contract/tree.ts';
import { readRetryAfter } from './retry-after.ts';

/** An upstream's failure as it stands on the wire, before it means anything. */
export interface Failure {
  /** HTTP status, or the number the body gives where the failure came inside a 200. */
  readonly status: number;
  readonly code: string;
  readonly type: string;
  readonly param?: string;
  readonly message: string;
  /** The error object itself, for members only one upstream has. */
  readonly error: TreeObject;
}

/** Decides what a failure is; undefined leaves it to the rules all upstreams share. */
export type Classify = (failure: Failure) => ErrorCode | undefined;

/** `{error: {message, type, param, code}}` and its many relatives, as our own error. Never throws. */
export function decodeOpenAiError(reply: Reply, classify: Classify = () => undefined): GatewayError {
  const failure = readFailure(reply);
  const code = classify(failure) ?? classifyCommon(failure);
  const retryAfterMs = readRetryAfter(reply.headers);
  const facts: ErrorFacts = {
    ...RETRY[code],
    // A page instead of an error object comes from a proxy on the way: nobody knows how far the request got.
    ...(code === 'upstream_error' &&
      failure.status >= 500 &&
      reply.tree === null && { outcomeUnknown: true }),
    ...(code === 'invalid_request' && failure.param !== undefined && { field: failure.param }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    upstreamStatus: failure.status,
    ...((failure.code || failure.type) && { upstreamCode: failure.code || failure.type }),
    internal: failure.message || (reply.text ?? '').slice(0, 500),
  };
  return new GatewayError(code, publicMessage(code, failure), facts);
}

export function readFailure({ status, tree }: Reply): Failure {
  const inner = member(tree, 'error') ?? tree;
  const error = isObject(inner) ? inner : {};
  const param = asString(error.param);
  return {
    status: status >= 400 ? status : (asNumber(error.code) ?? asNumber(error.status) ?? 502),
    code: asString(error.code) ?? '',
    type: asString(error.type) ?? '',
    message: asString(error.message) ?? asString(inner) ?? '',
    error,
    ...(param && { param }),
  };
}

const REFUSED = /moderation_blocked|content_policy|content_filter|image_content_policy|sensitive_content/i;
const NO_QUOTA = /insufficient_quota|billing_hard_limit|spend_limit|insufficient_balance|payment_required/i;
const NO_MODEL = /model_not_found|model_not_available|unknown_model/i;

function classifyCommon({ status, code, type, message }: Failure): ErrorCode {
  const words = `${code} ${type}`;
  if (REFUSED.test(words)) return 'content_policy';
  // quirk(openai): an empty account and a rate limit share the status 429. — openai-images spec §7, seen 2026-11
  if (NO_QUOTA.test(words) || status === 402) return 'quota_exceeded';
  if (NO_MODEL.test(words)) return 'model_not_found';
  if (/rate_limit/i.test(words)) return 'rate_limited';
  // A relay without the route answers 404 too, and never speaks of a model.
  if (status === 404 && !/model|endpoint|engine|deployment/i.test(`${words} ${message}`))
    return 'upstream_error';
  return STATUS[status] ?? (status >= 500 ? 'upstream_error' : 'invalid_request');
}

const STATUS: { readonly [status: number]: ErrorCode } = {
  401: 'upstream_auth',
  403: 'upstream_auth',
  404: 'model_not_found',
  408: 'upstream_timeout',
  413: 'too_large',
  429: 'rate_limited',
  503: 'upstream_unavailable',
  504: 'upstream_timeout',
  524: 'upstream_timeout',
  529: 'upstream_unavailable',
};

/** What may follow each failure; everything else must not be tried again. */
const RETRY: { readonly [code in ErrorCode]?: ErrorFacts } = {
  rate_limited: { retry: 'same-target' },
  upstream_unavailable: { retry: 'same-target' },
  upstream_error: { retry: 'same-target' },
  quota_exceeded: { retry: 'next-target' },
  upstream_auth: { retry: 'next-target' },
  model_not_found: { retry: 'next-target' },
  upstream_timeout: { retry: 'next-target', outcomeUnknown: true },
};

/** Failures whose own words could name the account or the host behind the gateway. */
const FIXED: { readonly [code in ErrorCode]?: string } = {
  rate_limited: "The upstream's rate limit was reached.",
  quota_exceeded: 'The upstream account has no credit or quota left.',
  upstream_auth: "The upstream refused the channel's credentials.",
  upstream_timeout: 'The upstream did not answer in time.',
  upstream_unavailable: 'The upstream is overloaded or down.',
  upstream_error: 'The upstream failed to answer.',
};

function publicMessage(code: ErrorCode, failure: Failure): string {
  const fixed = FIXED[code];
  if (fixed !== undefined) return fixed;
  const said = clean(failure.message) || 'The upstream refused the request.';
  const categories = code === 'content_policy' ? refusedCategories(failure.error) : [];
  return categories.length === 0 ? said : `${said} (categories: ${categories.join(', ')})`;
}

/** Names of what was found, unless the message says them already. */
function refusedCategories(error: TreeObject): string[] {
  const categories = asArray(member(error.moderation_details, 'categories')).map(asString);
  const message = asString(error.message) ?? '';
  return categories.filter((category): category is string => !!category && !message.includes(category));
}

/** Without links, keys and account ids, and of a bearable length. */
export const clean = (message: string): string =>
  message
    .replace(/https?:\/\/[^\s"')]+/g, '[link]')
    .replace(/\b(?:sk|ark|org|proj|key)-[\w*.-]{4,}/g, '[redacted]')
    .slice(0, 1_000)
    .trim();
