import { type ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asString, isObject, member, type Tree } from '../../contract/tree.ts';
import { decodeOpenAiError, type Failure, readFailure } from '../openai-compatible/errors.ts';

const FILTERED =
  /^(content_?filter|content_policy_violation|moderation_blocked|ResponsibleAIPolicyViolation)$/i;

/** Azure's failure in our words, also one that came inside a 200. */
export function decodeError(reply: Reply): GatewayError {
  const error = decodeOpenAiError(reply, classify);
  const categories = error.code === 'content_policy' ? filteredCategories(readFailure(reply)) : [];
  if (categories.length === 0) return error;
  const message = `${error.message} (categories: ${categories.join(', ')})`;
  return new GatewayError(error.code, message, error.facts);
}

/**
 * quirk(azure-openai): a refusal has many spellings, and the telling one may stand an object deeper; a resource suspended for
 * abuse speaks of content too, but nothing is served by it any more. — azure spec A4, seen 2026-11
 */
function classify({ code, status, message, error }: Failure): ErrorCode | undefined {
  if (status === 403) return 'upstream_auth';
  if ([code, innerCode(error)].some((each) => FILTERED.test(each))) return 'content_policy';
  // quirk(azure-openai): a wrong deployment and a wrong api-version are both a 404. — azure spec A4, seen 2026-11
  if (status === 404) return 'model_not_found';
  // quirk(azure-openai): the code may be the status again, as digits. — azure spec A4, seen 2026-11
  return code === '429' || /RateLimitReached/i.test(`${code} ${message}`) ? 'rate_limited' : undefined;
}

/** quirk(azure-openai): both spellings occur. — azure spec A4, seen 2026-11 */
const inner = (error: Tree): Tree | undefined => member(error, 'inner_error') ?? member(error, 'innererror');
const innerCode = (error: Tree): string => asString(member(inner(error), 'code')) ?? '';

/** `{violence: {filtered: true, severity: 'medium'}, hate: {filtered: false}}` → violence. */
function filteredCategories({ error }: Failure): string[] {
  const results = member(inner(error), 'content_filter_results') ?? error.content_filter_results;
  if (!isObject(results)) return [];
  return Object.keys(results).filter((category) => member(results[category], 'filtered') === true);
}
