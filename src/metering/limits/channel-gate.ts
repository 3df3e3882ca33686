import { randomUUID } from 'node:crypto';
import type { ChannelLimits } from '../../contract/channel-limits.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Amounts } from '../../contract/quota.ts';
import type { HeldPlace } from '../../storage/ports.ts';
import { type Budgets, describeQuota, type Reservation, type Standing } from '../quotas/budgets.ts';
import type { Counters } from '../quotas/local-fallback.ts';
import { type LimitClaim, type LimitedChannel, limitClaims, PLACE_MS, unitOf } from './limit-claims.ts';

/** A call is let in; exactly one `settle` ends it. */
export interface Permit {
  /** The call became several: the further ones count too, although nobody is turned away for them any more. */
  more(requests: number): void;
  /** Frees its place and puts what was really used in the place of what was expected; a measure left out stays. Never throws. */
  settle(used: Partial<Amounts>): Promise<void>;
}

/** A call is not let in now. */
export interface Refusal {
  /** As `10 requests per minute`, for people. */
  readonly reason: string;
  /** Milliseconds until it may be otherwise; absent: it will not be. */
  readonly retryAfterMs?: number;
  /** It passes within an hour. */
  readonly soon: boolean;
}

export interface LimitStanding {
  readonly limit: keyof ChannelLimits;
  readonly most: number;
  readonly used: number;
  /** Unix milliseconds; null: as soon as a call ends. */
  readonly resetsAt: number | null;
}

/** Keeps channels within their limits and budgets, over all nodes together. */
export interface ChannelGate {
  enter(channel: LimitedChannel, expected: Amounts): Promise<Permit | Refusal>;
  limits(channel: LimitedChannel): Promise<readonly LimitStanding[]>;
  budgets(channel: LimitedChannel): Promise<readonly Standing[]>;
  /** The limit or budget that is reached now, for people. */
  full(channel: LimitedChannel): Promise<string | undefined>;
  /** Keeps the places of calls that are running; to be called more often than `PLACE_MS`. */
  renew(): Promise<void>;
}

export interface GateOptions {
  readonly counters: Counters;
  readonly budgets: Budgets;
  /** IANA name: of the days and months of budgets. */
  readonly timeZone: () => string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Told of counters that could not be corrected. */
  readonly onTrouble: (error: unknown) => void;
}

/** Nobody knows when a running call ends. */
const PLACE_RETRY_MS = 1_000;

export const isRefusal = (entry: Permit | Refusal): entry is Refusal => 'reason' in entry;

export function createChannelGate(options: GateOptions): ChannelGate {
  return new Gate(options);
}

class Gate implements ChannelGate {
  readonly #options: GateOptions;
  readonly #held = new Set<HeldPlace>();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  async enter(channel: LimitedChannel, expected: Amounts): Promise<Permit | Refusal> {
    const reservation = await this.#reserve(channel, expected);
    if (reservation && 'reason' in reservation) return reservation;
    const claims = limitClaims(channel, expected, { now: this.#options.now(), holder: randomUUID() });
    const refusal = await this.#take(claims);
    if (!refusal) return this.#permit(claims, reservation);
    await reservation?.settle({ requests: 0, tokens: 0, images: 0, cost: 0 });
    return refusal;
  }

  async limits(channel: LimitedChannel): Promise<readonly LimitStanding[]> {
    const { counters, now } = this.#options;
    const claims = limitClaims(channel, { requests: 0, tokens: 0, images: 0, cost: 0 }, { now: now() });
    return Promise.all(
      claims.map(async ({ limit, most, claim, resetsAt }) => {
        const { key, kind, ttlMs } = claim;
        const used = await (kind === 'place' ? counters.held(key) : counters.increment(key, 0, ttlMs));
        return { limit, most, used, resetsAt };
      }),
    );
  }

  async budgets(channel: LimitedChannel): Promise<readonly Standing[]> {
    return channel.budgets?.length ? this.#options.budgets.standing(this.#holder(channel)) : [];
  }

  async full(channel: LimitedChannel): Promise<string | undefined> {
    const [limits, budgets] = await Promise.all([this.limits(channel), this.budgets(channel)]);
    const limit = limits.find(({ used, most }) => used >= most);
    if (limit) return unitOf(limit.limit, limit.most);
    const budget = budgets.find(({ quota, used }) => used >= quota.limit);
    return budget && describeQuota(budget.quota);
  }

  async renew(): Promise<void> {
    await this.#options.counters.renew([...this.#held], PLACE_MS);
  }

  async #reserve(channel: LimitedChannel, expected: Amounts): Promise<Reservation | Refusal | undefined> {
    if (!channel.budgets?.length) return undefined;
    try {
      return await this.#options.budgets.reserve([this.#holder(channel)], expected);
    } catch (error) {
      if (!(error instanceof GatewayError) || !QUOTA_CODES.includes(error.code)) throw error;
      const { retryAfterMs } = error.facts;
      const soon = error.code === 'rate_limited';
      return {
        reason: error.message.replace(/\.$/, ''),
        soon,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      };
    }
  }

  async #take(claims: readonly LimitClaim[]): Promise<Refusal | undefined> {
    const now = this.#options.now();
    const unfit = claims.find(({ claim, most }) => claim.kind === 'amount' && claim.by > most);
    if (unfit?.claim.kind === 'amount') {
      const reason = `${unfit.claim.by} at once are more than ${unitOf(unfit.limit, unfit.most)}`;
      return { reason, soon: false };
    }
    const full =
      claims.length > 0 ? await this.#options.counters.take(claims.map(({ claim }) => claim)) : undefined;
    const over = full === undefined ? undefined : claims[full];
    if (!over) return undefined;
    const retryAfterMs = over.resetsAt === null ? PLACE_RETRY_MS : Math.max(over.resetsAt - now, 1);
    return { reason: unitOf(over.limit, over.most), retryAfterMs, soon: true };
  }

  #permit(claims: readonly LimitClaim[], reservation: Reservation | undefined): Permit {
    const { counters, onTrouble } = this.#options;
    const places = claims.flatMap(({ claim }) => (claim.kind === 'place' ? [claim] : []));
    for (const place of places) this.#held.add(place);
    const add = async (measure: LimitClaim['measure'], by: number): Promise<void> => {
      const own = claims.find((each) => each.measure === measure);
      if (own && by !== 0) await counters.increment(own.claim.key, by, own.claim.ttlMs);
    };
    return {
      more: (requests) => void add('requests', requests).catch(onTrouble),
      settle: async (used) => {
        try {
          for (const place of places) {
            this.#held.delete(place);
            await counters.release(place.key, place.holder);
          }
          for (const { claim, measure } of claims) {
            if (claim.kind === 'place' || measure === 'requests' || measure === undefined) continue;
            await add(measure, (used[measure] ?? claim.by) - claim.by);
          }
          await reservation?.settle(used);
        } catch (error) {
          onTrouble(error);
        }
      },
    };
  }

  #holder({ id, name, budgets = [] }: LimitedChannel) {
    const timeZone = this.#options.timeZone();
    return { kind: 'channel', id, name, project: '', channel: name, quotas: budgets, timeZone } as const;
  }
}

const QUOTA_CODES: readonly string[] = ['rate_limited', 'quota_exceeded'];
