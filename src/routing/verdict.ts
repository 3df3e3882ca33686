import type { GatewayError } from '../contract/error.ts';

export interface Circumstances {
  /** Pictures were asked for: a second try may be a second bill. */
  readonly picture: boolean;
  /** Something of the answer has reached the client. */
  readonly answered: boolean;
  /** The client allows a repeat although the first outcome is unknown (`AH-Retry-Unknown: true`). */
  readonly retryUnknown: boolean;
  /** Another target that seems well has not been tried. */
  readonly elsewhere: boolean;
  /** How often this target was waited for in this exchange. */
  readonly waits: number;
}

/** What a failure allows: nothing more, the next target, or the same one after a pause. */
export type Verdict =
  | { readonly step: 'stop' }
  | { readonly step: 'next' }
  | { readonly step: 'again'; readonly afterMs: number };

const MOST_WAITS = 2;
const PATIENCE_MS = 10_000;
/** A moment's wait keeps the prompt cache of a target warm; a longer one costs the client more than a change does. */
const PATIENCE_ELSEWHERE_MS = 1_000;
/** Share of the pause that is added at random, so that those who were turned away together do not come back together. */
const JITTER = 0.2;

/** Decided by the failure's kind alone. @param random returns numbers from 0 up to 1 */
export function verdict(error: GatewayError, circumstances: Circumstances, random: () => number): Verdict {
  const { picture, answered, retryUnknown, elsewhere, waits } = circumstances;
  const { retry = 'never', retryAfterMs, outcomeUnknown } = error.facts;
  if (answered || retry === 'never') return { step: 'stop' };
  if (outcomeUnknown && picture && !retryUnknown) return { step: 'stop' };
  const passes = error.code === 'rate_limited' || error.code === 'upstream_unavailable';
  const patience = elsewhere ? PATIENCE_ELSEWHERE_MS : PATIENCE_MS;
  if (passes && retryAfterMs !== undefined && retryAfterMs <= patience && waits < MOST_WAITS) {
    return { step: 'again', afterMs: Math.ceil(retryAfterMs * (1 + JITTER * random())) };
  }
  return { step: 'next' };
}
