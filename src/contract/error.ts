/**
 * Everything that can go wrong, in the gateway's own words. Each code has one HTTP status for the client;
 * dialects translate codes into their format's own error types.
 */
export const ERROR_STATUS = {
  /** The request is malformed or a value is not allowed. */
  invalid_request: 400,
  /** Strict mode: the model cannot do what a parameter asks. */
  unsupported_parameter: 400,
  /** The provider refused the prompt, an input image or the output by its content policy. Never retried. */
  content_policy: 400,
  /** The gateway key is missing, unknown or disabled. */
  invalid_api_key: 401,
  /** The password is wrong, or whatever else somebody signs in with. */
  sign_in_failed: 401,
  /** The key may not do this. */
  permission_denied: 403,
  /** No such route or object. */
  not_found: 404,
  /** No channel of this key serves the model, or the upstream no longer knows it. */
  model_not_found: 404,
  method_not_allowed: 405,
  /** Somebody else was first, or what is there does not allow it. */
  conflict: 409,
  /** The same work is being done already. */
  in_progress: 409,
  /** Body, image or pixel count over a limit. */
  too_large: 413,
  unsupported_media_type: 415,
  /** The Idempotency-Key stands for another request. */
  key_reused: 422,
  /** The gateway's or the upstream's rate limit; passes with time. */
  rate_limited: 429,
  /** The upstream account has no credit or quota left; does not pass by waiting a moment. */
  quota_exceeded: 429,
  /** The client went away. Never seen by it. */
  client_closed: 499,
  internal: 500,
  /** The gateway was stopped in the middle of the work; nobody knows how far the upstream came. */
  interrupted: 500,
  /** The upstream answered with a failure or with something that cannot be understood. */
  upstream_error: 502,
  /** The upstream refused the channel's own credentials. */
  upstream_auth: 502,
  /** The upstream answered successfully but without the picture that was asked for. */
  no_image: 502,
  /** The upstream cannot be reached or says it is overloaded. */
  upstream_unavailable: 503,
  /** The gateway holds as many bytes in flight as it may. */
  overloaded: 503,
  upstream_timeout: 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export interface ErrorFacts {
  /** Path of the offending field in the client's request, as in `tools[0].image_generation.size`. */
  readonly field?: string;
  /**
   * What may follow: `never` (the request itself is at fault, or a second try could cost a second picture),
   * `same-target` (passes with time), `next-target` (this target's fault; another may do it). Default `never`.
   */
  readonly retry?: 'never' | 'same-target' | 'next-target';
  /** Milliseconds to wait before trying again, as the upstream or our limiter said. */
  readonly retryAfterMs?: number;
  /** True where the upstream may have done (and billed) the work although no answer came. */
  readonly outcomeUnknown?: boolean;
  /** The upstream turned the call down by its HTTP status: it made nothing. */
  readonly refused?: boolean;
  /** HTTP status the upstream gave. */
  readonly upstreamStatus?: number;
  /** The upstream's own error code. */
  readonly upstreamCode?: string;
  /** For operators and the log only; may name hosts. Never reaches a client. */
  readonly internal?: string;
}

/** The only error that reaches a client. `message` is public: no keys, no base URLs, no stack traces. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'GatewayError';
    this.code = code;
    this.facts = facts;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }

  /** What was thrown, as a GatewayError; anything unforeseen becomes `internal` without its message. */
  static from(error: unknown): GatewayError {
    if (error instanceof GatewayError) return error;
    return new GatewayError('internal', 'The gateway failed to handle this request.', {}, error);
  }
}

/**
 * An answer that cannot be understood. The upstream had the whole request, so it may have done and billed the work; another
 * target may do better.
 */
export const unusableAnswer = (message: string, facts: ErrorFacts = {}, cause?: unknown): GatewayError =>
  new GatewayError(
    'upstream_error',
    message,
    { retry: 'next-target', outcomeUnknown: true, ...facts },
    cause,
  );

/** A bad value in a client's request. */
export const invalid = (field: string, message: string): GatewayError =>
  new GatewayError('invalid_request', message, { field });
