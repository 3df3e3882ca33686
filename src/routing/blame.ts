import type { ErrorCode, GatewayError } from '../contract/error.ts';

/** What a failure says about the target: nothing, that it may be unwell, or that it cannot serve for now. */
export type Blame = 'none' | 'in-a-row' | 'at-once';

/**
 * Everything not listed is the client's doing or ours. `no_image` is not here: a model that talks instead of drawing mostly does so
 * because of the prompt, and one client's prompts must not close a model for all.
 */
const BLAME: { readonly [code in ErrorCode]?: Blame } = {
  upstream_error: 'in-a-row',
  upstream_timeout: 'in-a-row',
  upstream_unavailable: 'in-a-row',
  rate_limited: 'at-once',
  quota_exceeded: 'at-once',
  upstream_auth: 'at-once',
  model_not_found: 'at-once',
};

/** Another credential of the same channel may do better: this one was refused, has no quota, or was asked too often. */
export const isOfCredential = (error: GatewayError): boolean => blameFor(error) === 'at-once';

/** Decided by the failure's kind alone. */
export const blameFor = ({ code }: GatewayError): Blame => BLAME[code] ?? 'none';
