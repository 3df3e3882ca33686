/**
 * What is known of a target. Times are Unix milliseconds, 0 where there is none. A target starts `closed` (calls flow), is
 * `open` (avoided) after failures of its own, and earns its way back by single probes.
 */
export interface Health {
  /** Failures in a row since the last success. */
  readonly failures: number;
  /** Times it opened in a row; 0: closed. */
  readonly openings: number;
  readonly openedAt: number;
  readonly openUntil: number;
  /** A probe is under way; at this time it no longer counts, whatever became of it. */
  readonly probeUntil: number;
  /** Share of failures, newer calls count more, as of `at`. */
  readonly errors: number;
  /** Milliseconds to the first piece of an answer, newer calls count more; 0: unknown. */
  readonly latencyMs: number;
  /** When it last answered or failed. */
  readonly at: number;
}

export type HealthEvent =
  /** A call goes out. */
  | { readonly type: 'began' }
  | { readonly type: 'succeeded'; readonly began: number; readonly latencyMs: number }
  | {
      readonly type: 'failed';
      readonly began: number;
      /** `at-once`: one is proof enough (no credentials, no quota) · `in-a-row`: such things happen. */
      readonly opens: 'at-once' | 'in-a-row';
      /** What the target itself asked for; taken exactly. */
      readonly retryAfterMs?: number;
    }
  /** The call ended without telling anything about the target: the client's mistake, or the client has gone. */
  | { readonly type: 'inconclusive'; readonly probe: boolean };

/** `closed`: calls flow · `open`: avoided · `half-open`: the next call is the probe · `probing`: it is under way. */
export type Phase = 'closed' | 'open' | 'half-open' | 'probing';

export const UNTRIED: Health = {
  ...{ failures: 0, openings: 0, openedAt: 0, openUntil: 0, probeUntil: 0, errors: 0, latencyMs: 0, at: 0 },
};

/** Failures in a row that open a target. */
export const FAILURES_TO_OPEN = 3;
export const FIRST_PAUSE_MS = 5_000;
export const LONGEST_PAUSE_MS = 300_000;
/** A probe that is silent for longer no longer keeps others from trying. */
export const PROBE_MS = 60_000;
const ERRORS_HALF_LIFE_MS = 60_000;
const LATENCY_VALID_MS = 600_000;
const NEWEST_COUNTS = 0.2;

export function phaseOf({ openings, openUntil, probeUntil }: Health, now: number): Phase {
  if (openings === 0) return 'closed';
  if (now < openUntil) return 'open';
  return now < probeUntil ? 'probing' : 'half-open';
}

/** Old failures fade, so that a target nobody calls any more gets its chance again. */
export const errorShare = ({ errors, at }: Health, now: number): number =>
  errors * 0.5 ** (Math.max(0, now - at) / ERRORS_HALF_LIFE_MS);

/** Undefined where it is unknown or too old to tell anything. */
export const latencyOf = ({ latencyMs, at }: Health, now: number): number | undefined =>
  latencyMs > 0 && now - at < LATENCY_VALID_MS ? latencyMs : undefined;

/** The health after an event. Pure. */
export function afterEvent(health: Health, event: HealthEvent, now: number): Health {
  switch (event.type) {
    case 'began':
      return phaseOf(health, now) === 'half-open' ? { ...health, probeUntil: now + PROBE_MS } : health;
    case 'inconclusive':
      return event.probe ? { ...health, probeUntil: 0 } : health;
    case 'succeeded':
      return afterSuccess(health, event, now);
    case 'failed':
      return afterFailure(health, event, now);
  }
}

type Success = Extract<HealthEvent, { type: 'succeeded' }>;
type Failure = Extract<HealthEvent, { type: 'failed' }>;

function afterSuccess(health: Health, { began, latencyMs }: Success, now: number): Health {
  const measured: Health = {
    ...health,
    errors: blend(errorShare(health, now), 0),
    latencyMs: blend(latencyOf(health, now) ?? latencyMs, latencyMs),
    at: now,
  };
  // A call from before the trouble says nothing about its end.
  if (health.openings > 0 && began < health.openedAt) return measured;
  return { ...measured, failures: 0, openings: 0, openedAt: 0, openUntil: 0, probeUntil: 0 };
}

function afterFailure(health: Health, { began, opens, retryAfterMs }: Failure, now: number): Health {
  const counted: Health = {
    ...health,
    errors: blend(errorShare(health, now), 1),
    failures: health.failures + 1,
    at: now,
  };
  const phase = phaseOf(health, now);
  if (phase === 'open' || (phase !== 'closed' && began < health.openedAt)) {
    // Of many calls that fail together only the first opens; the others may know better how long it will last.
    const asked = retryAfterMs === undefined ? 0 : now + retryAfterMs;
    return { ...counted, openUntil: Math.max(health.openUntil, asked) };
  }
  const enough = opens === 'at-once' || counted.failures >= FAILURES_TO_OPEN;
  if (phase === 'closed' && !enough && retryAfterMs === undefined) return counted;
  const openings = health.openings + 1;
  return {
    ...counted,
    openings,
    openedAt: now,
    openUntil: now + (retryAfterMs ?? pauseBefore(openings)),
    probeUntil: 0,
  };
}

const pauseBefore = (openings: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** (openings - 1), LONGEST_PAUSE_MS);

const blend = (before: number, newest: number): number => before + (newest - before) * NEWEST_COUNTS;
