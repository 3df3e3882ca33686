import { GatewayError } from './error.ts';
import type { Call, ProcedureIo, Reply } from './provider.ts';

/** Work an upstream has accepted and does while others wait. */
export interface PendingWork<T> {
  /** Asks how far it is. */
  readonly poll: Call;
  /** The result; undefined while it is not there yet. Throws GatewayError when the work has failed for good. */
  read(reply: Reply): T | undefined;
  /** The upstream's refusal of a poll tells of the work itself: it is the end, and thrown as it is. */
  readonly isVerdict?: (error: GatewayError) => boolean;
  /** Takes the work back, where the upstream can; sent when nobody waits any longer. */
  readonly takeBack?: Call;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const SLOWER = 1.4;
/** Polls that may fail one after the other before the work is given up for lost. */
const MOST_FAILURES = 5;

/**
 * Polls until the work is done, ever more slowly.
 * @throws GatewayError what `read` throws; `upstream_timeout` when the channel's time is over; the poll's own failure when it
 * persists. But for the first, the picture may be there and billed all the same: `outcomeUnknown`.
 */
export async function awaitResult<T>(io: ProcedureIo, work: PendingWork<T>): Promise<T> {
  const patience = new Patience(io.timeoutMs);
  let failures = 0;
  for (;;) {
    let hint: number | undefined;
    const began = Date.now();
    const outcome = await ask(io, work.poll);
    patience.spend(Date.now() - began);
    if ('reply' in outcome) {
      const result = work.read(outcome.reply);
      if (result !== undefined) return result;
      failures = 0;
    } else {
      failures += 1;
      if (work.isVerdict?.(outcome.error)) throw outcome.error;
      if (!passes(outcome.error) || failures > MOST_FAILURES) return giveUp(io, work, outcome.error);
      hint = outcome.error.facts.retryAfterMs;
    }
    const pause = patience.next(hint);
    if (pause === undefined) return giveUp(io, work, tooLate());
    try {
      await io.wait(pause);
    } catch (error) {
      return giveUp(io, work, GatewayError.from(error));
    }
  }
}

/** How long to wait before the next poll, within the time there is. */
class Patience {
  #left: number;
  #pause = FIRST_PAUSE_MS;

  constructor(total: number) {
    this.#left = total;
  }

  spend(ms: number): void {
    this.#left -= ms;
  }

  /** Undefined when the time is over. */
  next(hint = 0): number | undefined {
    if (this.#left <= 0) return undefined;
    const pause = Math.min(Math.max(this.#pause, hint), this.#left);
    this.#pause = Math.min(this.#pause * SLOWER, LONGEST_PAUSE_MS);
    this.#left -= pause;
    return pause;
  }
}

type Outcome = { readonly reply: Reply } | { readonly error: GatewayError };

const ask = (io: ProcedureIo, poll: Call): Promise<Outcome> =>
  io.send(poll).then(
    (reply) => ({ reply }),
    (error: unknown) => ({ error: GatewayError.from(error) }),
  );

/** A poll can be repeated without harm where the failure is the network's or the hour's. */
const PASSING: readonly GatewayError['code'][] = [
  'rate_limited',
  'upstream_error',
  'upstream_timeout',
  'upstream_unavailable',
];
const passes = ({ code, facts }: GatewayError): boolean =>
  PASSING.includes(code) && (facts.retry ?? 'never') !== 'never';

async function giveUp<T>(io: ProcedureIo, work: PendingWork<T>, error: GatewayError): Promise<never> {
  if (work.takeBack) await io.takeBack(work.takeBack);
  throw new GatewayError(error.code, error.message, { ...error.facts, outcomeUnknown: true }, error);
}

const tooLate = (): GatewayError =>
  new GatewayError('upstream_timeout', 'The upstream did not finish in time.', { retry: 'next-target' });
