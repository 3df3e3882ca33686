import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asArray, asString, member, type Tree } from '../../contract/tree.ts';
import { decodeOpenAiError, type Failure } from '../openai-compatible/errors.ts';

/** `metadata.error_type`, which newer answers carry. */
const TYPES: { readonly [type: string]: ErrorCode } = {
  content_policy_violation: 'content_policy',
  refusal: 'content_policy',
  invalid_image: 'invalid_request',
  image_too_large: 'too_large',
  rate_limit_exceeded: 'rate_limited',
  provider_overloaded: 'upstream_unavailable',
  payment_required: 'quota_exceeded',
};

/** How the providers behind OpenRouter say that they refuse. */
const REFUSED = /moderation_blocked|content_policy|PROHIBITED_CONTENT|IMAGE_SAFETY|SensitiveContentDetected/;

/** A failed call, or a failure inside a 200 or a stream. */
export const decodeError = (reply: Reply): GatewayError => decodeOpenAiError(reply, classify);

function classify({ error, status, message }: Failure): ErrorCode | undefined {
  const { metadata } = error;
  const type = asString(member(metadata, 'error_type'));
  if (type !== undefined && Object.hasOwn(TYPES, type)) return TYPES[type];
  // quirk(openrouter): moderation answers 403 with reasons; the same status without them is about the key — errors guide, seen 2026-11
  if (asArray(member(metadata, 'reasons')).length > 0) return 'content_policy';
  // quirk(openrouter): the Images API hands a provider's refusal on as a 400 that names only the provider's reason — measured by others 2026-10
  if (REFUSED.test(upstreamWords(metadata))) return 'content_policy';
  if (status === 400 && /not a valid model/i.test(message)) return 'model_not_found';
  return undefined;
}

/** What the provider behind OpenRouter said, in whichever of these it stands. */
function upstreamWords(metadata: Tree | undefined): string {
  const raw = member(metadata, 'raw');
  const words = [
    member(metadata, 'block_reason'),
    member(metadata, 'finish_reason'),
    member(metadata, 'provider_code'),
    raw,
    member(member(raw, 'error'), 'code'),
  ];
  return words.map((word) => asString(word) ?? '').join(' ');
}
