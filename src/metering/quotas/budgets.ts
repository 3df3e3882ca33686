import { GatewayError } from '../../contract/error.ts';
import type { Amounts, Quota, QuotaHolder } from '../../contract/quota.ts';
import { DAY_MS } from '../../lib/durations.ts';
import { LruMap } from '../../lib/lru-map.ts';
import type { Shared } from '../../storage/ports.ts';
import { fromNano, toNano } from '../nano-usd.ts';
import { type Span, spanOf } from './period.ts';

/** Amounts that are taken until it is known what was really used. */
export interface Reservation {
  /** Puts the true amounts in place of the reserved ones; a measure left out stays as reserved. Never throws; once. */
  settle(actual: Partial<Amounts>): Promise<void>;
}

export interface Budgets {
  /**
   * Takes these amounts from every quota, or nothing at all.
   * @throws GatewayError `rate_limited` (minutes, hours) or `quota_exceeded`, saying which limit, what it leaves and when it
   * resets; without a time to try again where a whole period allows less
   */
  reserve(holders: readonly QuotaHolder[], amounts: Amounts): Promise<Reservation>;
  /** What stands against each quota now. */
  standing(holder: QuotaHolder): Promise<readonly Standing[]>;
}

export interface Standing {
  readonly quota: Quota;
  /** Used and reserved; US dollars for `cost`. */
  readonly used: number;
  /** Unix milliseconds; null: never. */
  readonly resetsAt: number | null;
}

export interface BudgetOptions {
  readonly shared: Pick<Shared, 'increment'>;
  /** What the log knows to have been used, for counters that were lost with a process. */
  readonly history: (scope: HistoryScope) => Promise<Used>;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Told of counters that could not be corrected. */
  readonly onTrouble: (error: unknown) => void;
}

/** Requests that never reached a channel do not count. Cost in billionths of a US dollar, as far as it is known. */
export interface Used {
  readonly requests: number;
  readonly tokens: number;
  readonly images: number;
  readonly cost: number;
}

/** What was used since then, in a project, by a key, or through a channel. */
export type HistoryScope = { readonly since: number } & (
  | { readonly channel: string }
  | { readonly project: string; readonly keyId?: string }
);

/** One quota of one holder in its running period. */
interface Counter {
  readonly key: string;
  readonly holder: QuotaHolder;
  readonly quota: Quota;
  readonly span: Span;
}

/** Counters outlive their period a little, for requests that end after it. */
const LINGER_MS = 3_600_000;
/** Beyond these, counters are asked for in the log again, which costs one question. */
const MOST_COUNTERS = 10_000;
/** Of counters without an end: they begin anew from the log when nobody has used them for so long. */
const FOREVER_MS = 40 * DAY_MS;

/**
 * Counts in the state that all nodes share: a reservation is an addition, taken back when it went over the limit, so that calls at the
 * same moment never pass it together. A counter that is new takes up what the log knows of its period.
 */
export function createBudgets(options: BudgetOptions): Budgets {
  const { shared, now, onTrouble } = options;
  const recalled = new LruMap<string, Promise<void>>(MOST_COUNTERS);

  const add = async (counter: Counter, amount: number): Promise<number> => {
    await recall(counter);
    return shared.increment(counter.key, amount, lifetimeOf(counter.span, now()));
  };

  /** Before a counter is used for the first time here: whoever is the first of all nodes reads the log, the others in this process wait. */
  const recall = (counter: Counter): Promise<void> => {
    const known = recalled.get(counter.key);
    if (known) return known;
    const reading = fill(counter);
    recalled.set(counter.key, reading);
    reading.catch(() => recalled.delete(counter.key));
    return reading;
  };

  const fill = async ({ key, holder, quota, span }: Counter): Promise<void> => {
    const lifetime = lifetimeOf(span, now());
    const marker = `${key}:recalled`;
    if ((await shared.increment(marker, 1, lifetime)) !== 1) return;
    const sums = await options
      .history({ ...scopeOf(holder), since: span.start })
      .catch(async (error: unknown) => {
        await shared.increment(marker, -1, lifetime);
        throw error;
      });
    if (sums[quota.measure] > 0) await shared.increment(key, sums[quota.measure], lifetime);
  };

  return {
    async reserve(holders, amounts) {
      const taken: { counter: Counter; amount: number }[] = [];
      for (const counter of holders.flatMap((holder) => countersOf(holder, now()))) {
        const amount = amounts[counter.quota.measure];
        const sum = await add(counter, amount);
        taken.push({ counter, amount });
        if (sum <= unitsOf(counter.quota) && (amount > 0 || sum < unitsOf(counter.quota))) continue;
        await Promise.all(taken.map((each) => add(each.counter, -each.amount)));
        throw refusal(counter, { amount, before: sum - amount }, now());
      }
      return reservation(taken, add, onTrouble);
    },
    standing: (holder) =>
      Promise.all(
        countersOf(holder, now()).map(async (counter) => {
          const used = await add(counter, 0);
          const { quota, span } = counter;
          return { quota, used: quota.measure === 'cost' ? fromNano(used) : used, resetsAt: span.end };
        }),
      ),
  };
}

const scopeOf = ({ project, keyId, channel }: QuotaHolder) =>
  channel === undefined ? { project, ...(keyId !== undefined && { keyId }) } : { channel };

function reservation(
  taken: readonly { readonly counter: Counter; readonly amount: number }[],
  add: (counter: Counter, amount: number) => Promise<number>,
  onTrouble: (error: unknown) => void,
): Reservation {
  let settled = false;
  return {
    async settle(actual) {
      if (settled) return;
      settled = true;
      try {
        for (const { counter, amount } of taken) {
          const change = (actual[counter.quota.measure] ?? amount) - amount;
          if (change !== 0) await add(counter, change);
        }
      } catch (error) {
        onTrouble(error);
      }
    },
  };
}

function countersOf(holder: QuotaHolder, now: number): Counter[] {
  return holder.quotas.map((quota) => {
    const span = spanOf(quota.per, now, holder.timeZone);
    const key = `quota:${holder.kind}:${holder.id}:${quota.measure}:${quota.per}:${span.start}`;
    return { key, holder, quota, span };
  });
}

const lifetimeOf = ({ end }: Span, now: number): number =>
  end === null ? FOREVER_MS : Math.max(end - now, 0) + LINGER_MS;

const unitsOf = ({ measure, limit }: Quota): number => (measure === 'cost' ? toNano(limit) : limit);

/** As `$20 per day`. */
export function describeQuota({ measure, per, limit }: Quota): string {
  const what = measure === 'cost' ? `$${limit}` : `${limit} ${measure}`;
  return per === 'total' ? `${what} in all` : `${what} per ${per}`;
}

/** What a request needs, and what others had taken before it. */
interface Need {
  readonly amount: number;
  readonly before: number;
}

function refusal({ holder, quota, span }: Counter, { amount, before }: Need, now: number): GatewayError {
  const told = (units: number) => (quota.measure === 'cost' ? `$${fromNano(units)}` : `${units}`);
  const whose = { ...holder, limit: describeQuota(quota), name: holder.name.slice(0, 100) };
  const most = unitsOf(quota);
  // Waiting is no help: no period is long enough for it.
  if (amount > most) return new GatewayError('quota_exceeded', tooLow(whose, told(amount)));
  const reset =
    span.end === null ? 'it does not reset by itself' : `it resets at ${new Date(span.end).toISOString()}`;
  const message =
    before < most ? tooLittle(whose, told(most - before), told(amount), reset) : usedUp(whose, reset);
  const soon = quota.per === 'minute' || quota.per === 'hour';
  return new GatewayError(soon ? 'rate_limited' : 'quota_exceeded', message, {
    ...(span.end !== null && { retryAfterMs: Math.max(span.end - now, 1) }),
  });
}

interface Whose extends Pick<QuotaHolder, 'kind' | 'name'> {
  readonly limit: string;
}

const tooLow = ({ limit, kind, name }: Whose, needs: string): string =>
  `The limit of ${limit} of the ${kind} "${name}" is too low: this request may need ${needs}.`;

const tooLittle = ({ limit, kind, name }: Whose, left: string, needs: string, reset: string): string =>
  `The limit of ${limit} of the ${kind} "${name}" leaves ${left}, and this request may need ${needs}; ${reset}.`;

const usedUp = ({ limit, kind, name }: Whose, reset: string): string =>
  `The limit of ${limit} of the ${kind} "${name}" is reached; ${reset}.`;
