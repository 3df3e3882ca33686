import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { ChatRequest } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** Clients know a fixed list of codes and take all others for faults of their own parser. */
const CODES: { readonly [code in ErrorCode]?: string } = {
  rate_limited: 'rate_limit_exceeded',
  quota_exceeded: 'rate_limit_exceeded',
  content_policy: 'invalid_prompt',
};

/** `error` of a response that failed while it was streamed. */
export function failureOf(error: GatewayError, { output }: ChatRequest): TreeObject {
  const { code, message } = error;
  if (code === 'content_policy' && output.image) return { code: 'image_content_policy_violation', message };
  return { code: CODES[code] ?? 'server_error', message };
}
