import type { ClientReply } from '../../contract/dialect.ts';
import type { ErrorCode, GatewayError } from '../../contract/error.ts';

/** Our codes → Anthropic's error types; clients branch on them. */
const TYPES: { readonly [code in ErrorCode]: string } = {
  invalid_request: 'invalid_request_error',
  unsupported_parameter: 'invalid_request_error',
  content_policy: 'invalid_request_error',
  invalid_api_key: 'authentication_error',
  sign_in_failed: 'authentication_error',
  permission_denied: 'permission_error',
  not_found: 'not_found_error',
  model_not_found: 'not_found_error',
  method_not_allowed: 'invalid_request_error',
  conflict: 'invalid_request_error',
  in_progress: 'invalid_request_error',
  too_large: 'request_too_large',
  unsupported_media_type: 'invalid_request_error',
  key_reused: 'invalid_request_error',
  rate_limited: 'rate_limit_error',
  quota_exceeded: 'billing_error',
  client_closed: 'api_error',
  internal: 'api_error',
  interrupted: 'api_error',
  upstream_error: 'api_error',
  upstream_auth: 'api_error',
  no_image: 'api_error',
  upstream_unavailable: 'overloaded_error',
  overloaded: 'overloaded_error',
  upstream_timeout: 'timeout_error',
};

/** `{"type":"error","error":{type,message},"request_id"}`, also sent in-band when a stream breaks. */
export const errorBody = (error: GatewayError, requestId: string) => ({
  type: 'error',
  error: { type: TYPES[error.code], message: messageOf(error) },
  request_id: requestId,
});

/** This format has no member for the field at fault, so the message names it. */
function messageOf({ message, facts: { field } }: GatewayError): string {
  return field === undefined || message.includes(field) ? message : `${field}: ${message}`;
}

export function encodeError(error: GatewayError, requestId: string): ClientReply {
  const { retryAfterMs } = error.facts;
  const headers = {
    'request-id': requestId,
    ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
  };
  return { status: error.status, headers, tree: errorBody(error, requestId) };
}
