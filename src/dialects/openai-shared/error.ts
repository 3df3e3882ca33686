import type { ClientReply } from '../../contract/dialect.ts';
import type { ErrorCode, GatewayError } from '../../contract/error.ts';

/** Our codes → OpenAI's `type` and `code`; clients branch on both. */
const NAMES: { readonly [code in ErrorCode]: readonly [type: string, code: string] } = {
  invalid_request: ['invalid_request_error', 'invalid_value'],
  unsupported_parameter: ['invalid_request_error', 'unsupported_parameter'],
  content_policy: ['image_generation_user_error', 'moderation_blocked'],
  invalid_api_key: ['authentication_error', 'invalid_api_key'],
  sign_in_failed: ['invalid_request_error', 'sign_in_failed'],
  permission_denied: ['permission_error', 'permission_denied'],
  not_found: ['invalid_request_error', 'not_found'],
  model_not_found: ['invalid_request_error', 'model_not_found'],
  method_not_allowed: ['invalid_request_error', 'method_not_allowed'],
  conflict: ['invalid_request_error', 'conflict'],
  in_progress: ['idempotency_error', 'request_in_progress'],
  too_large: ['invalid_request_error', 'request_too_large'],
  unsupported_media_type: ['invalid_request_error', 'unsupported_media_type'],
  key_reused: ['idempotency_error', 'idempotency_key_reused'],
  rate_limited: ['rate_limit_error', 'rate_limit_exceeded'],
  quota_exceeded: ['insufficient_quota', 'insufficient_quota'],
  client_closed: ['server_error', 'client_closed'],
  internal: ['server_error', 'internal_error'],
  interrupted: ['server_error', 'interrupted'],
  upstream_error: ['server_error', 'upstream_error'],
  upstream_auth: ['server_error', 'upstream_auth_failed'],
  no_image: ['server_error', 'no_image'],
  upstream_unavailable: ['server_error', 'upstream_unavailable'],
  overloaded: ['server_error', 'overloaded'],
  upstream_timeout: ['server_error', 'upstream_timeout'],
};

/** The body of an error, also sent in-band when a stream breaks. */
export function errorBody(error: GatewayError, requestId: string) {
  const [type, code] = NAMES[error.code];
  return {
    error: { message: error.message, type, param: error.facts.field ?? null, code, request_id: requestId },
  };
}

/** `{"error":{message,type,param,code}}` as every OpenAI client reads it. */
export function encodeOpenAiError(error: GatewayError, requestId: string): ClientReply {
  const { retryAfterMs } = error.facts;
  const headers: Record<string, string> = {};
  if (retryAfterMs !== undefined) {
    headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000));
    headers['retry-after-ms'] = String(Math.ceil(retryAfterMs));
  }
  return { status: error.status, headers, tree: errorBody(error, requestId) };
}
