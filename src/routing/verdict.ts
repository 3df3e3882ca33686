import type { GatewayError } from '../contract/error.ts';

/** How long a target that asks for a pause is waited for. */
export interface Patience {
  /** Milliseconds, where no other target seems well. */
  readonly patienceMs: number;
  /** Where one does: a moment's wait keeps the prompt cache of a target warm, a longer one costs the client more than a change does. */
  readonly patienceElsewhereMs: number;
  /** How often, for one target of one request. */
  readonly mostWaits: number;
}

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
  readonly patience: Patience;
}

/** What a failure allows: nothing more, the next target, or the same one after a pause. */
export type Verdict =
  | { readonly step: 'stop' }
  | { readonly step: 'next' }
  | { readonly step: 'again'; readonly afterMs: number };

/** Share of the pause that is added at random, so that those who were turned away together do not come back together. */
const JITTER = 0.2;

/** Decided by the failure's kind alone. @param random returns numbers from 0 up to 1 */
export function verdict(error: GatewayError, circumstances: Circumstances, random: () => number): Verdict {
  const { picture, answered, retryUnknown, elsewhere, waits, patience } = circumstances;
  const { retry = 'never', retryAfterMs, outcomeUnknown } = error.facts;
  if (answered || retry === 'never') return { step: 'stop' };
  if (outcomeUnknown && picture && !retryUnknown) return { step: 'stop' };
  const passes = error.code === 'rate_limited' || error.code === 'upstream_unavailable';
  const longest = elsewhere ? patience.patienceElsewhereMs : patience.patienceMs;
  if (passes && retryAfterMs !== undefined && retryAfterMs <= longest && waits < patience.mostWaits) {
    return { step: 'again', afterMs: Math.ceil(retryAfterMs * (1 + JITTER * random())) };
  }
  return { step: 'next' };
}
