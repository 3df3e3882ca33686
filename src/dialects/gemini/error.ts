import type { ClientReply } from '../../contract/dialect.ts';
import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';

/** Our codes → Google's canonical words, which its clients branch on. */
const STATUS: { readonly [code in ErrorCode]: string } = {
  invalid_request: 'INVALID_ARGUMENT',
  unsupported_parameter: 'INVALID_ARGUMENT',
  content_policy: 'INVALID_ARGUMENT',
  invalid_api_key: 'UNAUTHENTICATED',
  sign_in_failed: 'UNAUTHENTICATED',
  permission_denied: 'PERMISSION_DENIED',
  not_found: 'NOT_FOUND',
  model_not_found: 'NOT_FOUND',
  method_not_allowed: 'UNIMPLEMENTED',
  conflict: 'ABORTED',
  in_progress: 'ABORTED',
  too_large: 'INVALID_ARGUMENT',
  unsupported_media_type: 'INVALID_ARGUMENT',
  key_reused: 'INVALID_ARGUMENT',
  rate_limited: 'RESOURCE_EXHAUSTED',
  quota_exceeded: 'RESOURCE_EXHAUSTED',
  client_closed: 'CANCELLED',
  internal: 'INTERNAL',
  interrupted: 'INTERNAL',
  upstream_error: 'INTERNAL',
  upstream_auth: 'INTERNAL',
  no_image: 'INTERNAL',
  upstream_unavailable: 'UNAVAILABLE',
  overloaded: 'UNAVAILABLE',
  upstream_timeout: 'DEADLINE_EXCEEDED',
};

/** Google says the same with another reason; its clients look for this one. */
const REASON: Partial<Record<ErrorCode, string>> = { invalid_api_key: 'API_KEY_INVALID' };

/** The body of an error, also a chunk of a stream that breaks. */
export function errorBody(error: GatewayError, requestId: string): TreeObject {
  const { code, message, facts } = error;
  const reason = REASON[code] ?? code.toUpperCase();
  const details: Tree[] = [
    typed('ErrorInfo', { reason, domain: 'axonhub', metadata: { request_id: requestId } }),
  ];
  if (facts.field !== undefined) {
    const violation = { field: facts.field, description: message };
    details.push(typed('BadRequest', { fieldViolations: [violation] }));
  }
  if (facts.retryAfterMs !== undefined) {
    details.push(typed('RetryInfo', { retryDelay: `${facts.retryAfterMs / 1000}s` }));
  }
  return { error: { code: error.status, message, status: STATUS[code], details } };
}

const typed = (name: string, members: TreeObject): TreeObject => ({
  '@type': `type.googleapis.com/google.rpc.${name}`,
  ...members,
});

/** `{"error":{code,message,status,details}}` as Google's clients read it. */
export function encodeError(error: GatewayError, requestId: string): ClientReply {
  const { retryAfterMs } = error.facts;
  const headers: Record<string, string> =
    retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  return { status: error.status, headers, tree: errorBody(error, requestId) };
}
