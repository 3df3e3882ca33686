import { isKnown } from '../../contract/cost.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Amounts } from '../../contract/quota.ts';
import type { Request } from '../../contract/request.ts';
import { isRefusal, type Permit, type Refusal } from '../../metering/limits/channel-gate.ts';
import { toNano } from '../../metering/nano-usd.ts';
import { dayOf } from '../../metering/price-list.ts';
import { isOfCredential } from '../../routing/blame.ts';
import type { Channel } from '../../routing/channel.ts';
import type { RankedCandidate } from '../../routing/router.ts';
import { pause } from '../call/pause.ts';
import type { Exchange, PassedOver, Spending } from '../exchange.ts';
import { expected, totalTokens } from './reserve.ts';

/** A target that may be asked now. */
export interface Admitted {
  readonly candidate: RankedCandidate;
  /** Absent: its channel has no limits. */
  readonly permit?: Permit;
  /** Those that would have been asked instead. */
  readonly passedOver: readonly PassedOver[];
}

/** Hands out the targets of a request one after the other; those whose channel is at a limit are passed over. */
export class Admissions {
  readonly #exchange: Exchange;
  readonly #request: Request;
  #left: RankedCandidate[];
  /** Targets that may still be asked. */
  #tries: number;
  #passedOver: PassedOver[] = [];
  readonly #refusals = new Map<Channel, Refusal>();

  constructor(exchange: Exchange, request: Request, targets: readonly RankedCandidate[]) {
    this.#exchange = exchange;
    this.#request = request;
    this.#left = [...targets];
    const { caller, parts } = exchange;
    this.#tries = caller?.retry.maxAttempts ?? parts.retries().maxAttempts ?? Number.POSITIVE_INFINITY;
  }

  /** Those that have not been asked and may be. */
  get left(): readonly RankedCandidate[] {
    return this.#tries > 0 ? this.#left : [];
  }

  /** @throws GatewayError `rate_limited`, `quota_exceeded` where every channel is at a limit, and for longer than a job waits */
  async first(): Promise<Admitted> {
    const all = this.#left;
    for (;;) {
      this.#left = [...all];
      const admitted = await this.next();
      if (admitted) return admitted;
      await this.#wait(atLimits(this.#request.model, this.#refusals));
      this.#refusals.clear();
      this.#passedOver = [];
    }
  }

  /** Nobody holds a connection open for a job: it waits for a limit that passes, until its time is over. */
  async #wait(error: GatewayError): Promise<void> {
    const { incoming, parts } = this.#exchange;
    const { retryAfterMs } = error.facts;
    const { job } = incoming;
    if (!job || error.code !== 'rate_limited' || retryAfterMs === undefined) throw error;
    if (parts.now() + retryAfterMs > job.waitsUntil) throw error;
    const stop = AbortSignal.any([job.cancelled, parts.shutdown]);
    await job.away(() => pause(retryAfterMs, stop), stop);
  }

  /** Undefined: there is none any more that may be asked now. */
  async next(): Promise<Admitted | undefined> {
    while (this.left.length > 0) {
      const candidate = this.#takeNext();
      const admitted = await this.again(candidate);
      if (!admitted) continue;
      this.#tries -= 1;
      return admitted;
    }
    return undefined;
  }

  /** The same target once more; undefined where its channel is at a limit. */
  async again(candidate: RankedCandidate): Promise<Admitted | undefined> {
    const { channel, target } = candidate;
    const { parts, incoming, started } = this.#exchange;
    const isFree = !channel.limits && !channel.budgets;
    if (isFree || incoming.job?.journal.isResuming(candidate)) return this.#admit(candidate);
    const amounts = expected(this.#request, target.card, dayOf(started));
    const entry = await parts.gate.enter(channel, amounts);
    if (!isRefusal(entry)) return this.#admit(candidate, entry);
    this.#refusals.set(channel, entry);
    this.#passedOver.push({ channel: channel.name, reason: `At its limit: ${entry.reason}` });
    this.#left = this.#left.filter((each) => each.channel !== channel);
    return undefined;
  }

  /** What broke with one credential of a target breaks with the others too, unless it was the credential that was turned away. */
  leaveOut({ channel, target }: RankedCandidate, error: GatewayError): void {
    if (isOfCredential(error)) return;
    this.#left = this.#left.filter((each) => each.channel !== channel || each.target.model !== target.model);
  }

  #admit(candidate: RankedCandidate, permit?: Permit): Admitted {
    const passedOver = this.#passedOver;
    this.#passedOver = [];
    return { candidate, passedOver, ...(permit && { permit }) };
  }

  /** The order was right when the request came; a target that fell ill since then, or is being probed by somebody else, can wait. */
  #takeNext(): RankedCandidate {
    const { router } = this.#exchange.parts;
    const well = this.#left.findIndex((each) => router.seemsWell(each));
    const [next] = this.#left.splice(Math.max(well, 0), 1);
    return next as RankedCandidate;
  }
}

function atLimits(model: string, refusals: ReadonlyMap<Channel, Refusal>): GatewayError {
  const whose = [...refusals].map(([{ name }, { reason }]) => `"${name}" (${reason})`).join(', ');
  const waits = [...refusals.values()].flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  const soon = [...refusals.values()].some((refusal) => refusal.soon);
  const message = `Every channel that serves "${model.slice(0, 100)}" is at its limit: ${whose}.`;
  return new GatewayError(soon ? 'rate_limited' : 'quota_exceeded', message, {
    ...(waits.length > 0 && { retryAfterMs: Math.min(...waits) }),
  });
}

/** What a try took of its channel. A failed call took the tokens that were told of; a success that tells none took what was expected. */
export function usedOf({ usage, pictures, cost }: Spending, error?: GatewayError): Partial<Amounts> {
  const tokens = totalTokens(usage) ?? (error ? 0 : undefined);
  return {
    images: pictures.length,
    ...(tokens !== undefined && { tokens }),
    ...(isKnown(cost) && { cost: toNano(cost.usd) }),
  };
}
