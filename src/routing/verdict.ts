import type { GatewayError } from '../contract/error.ts';

export interface Circumstances {
  /** Pictures were asked for: a second try may be a second bill. */
  readonly picture: boolean;
  /** Something of the answer has reached the client. */
  readonly answered: boolean;
  /** The client allows a repeat although the first outcome is unknown (`AH-Retry-Unknown: true`). */
  readonly retryUnknown: boolean;
}

/** What a failure allows: nothing more, or the next target. Decided by the failure's kind alone. */
export function verdict(error: GatewayError, circumstances: Circumstances): 'stop' | 'next' {
  if (circumstances.answered) return 'stop';
  const retry = error.facts.retry ?? 'never';
  if (retry === 'never') return 'stop';
  if (error.facts.outcomeUnknown && circumstances.picture && !circumstances.retryUnknown) return 'stop';
  return 'next';
}
