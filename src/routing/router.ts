import type { GatewayError } from '../contract/error.ts';
import { LruMap } from '../lib/lru-map.ts';
import { blameFor } from './blame.ts';
import type { Candidate } from './candidates.ts';
import { errorShare, type Health, latencyOf, type Phase, phaseOf } from './health.ts';
import type { HealthBoard } from './health-board.ts';
import { adaptiveParts, type ScoreParts, type Strategy, totalOf } from './score.ts';
import { takeTurn } from './turns.ts';

/** Why a target stands where it stands. */
export interface Score {
  readonly total: number;
  readonly health: Phase;
  readonly parts: ScoreParts;
}

export interface RankedCandidate extends Candidate {
  readonly score: Score;
}

/** One call to a target; exactly one of the three ends it, later ones have no effect. */
export interface Call {
  /** @param latencyMs to the first piece of the answer */
  succeeded(latencyMs: number): void;
  failed(error: GatewayError): void;
  /** It ended without telling anything about the target. */
  abandoned(): void;
}

/** Decides which target is tried next, and learns from what comes of it. */
export interface Router {
  readonly strategy: Strategy;
  /**
   * The order in which targets are tried: those that seem well by priority and score, then the others, the one that recovers first
   * leading. @param trace the calls that belong together, of one tenant and model
   */
  order(serving: readonly Candidate[], trace?: string): RankedCandidate[];
  /** The order that the next request would get; takes nobody's turn. */
  preview(serving: readonly Candidate[], trace?: string): RankedCandidate[];
  /** False while the target is avoided or somebody else is probing it. */
  seemsWell(candidate: Candidate): boolean;
  begin(candidate: Candidate, trace?: string): Call;
  /** What is known of the targets that were called, by the ids of their channels. */
  known(): Map<string, KnownTarget[]>;
  /** Begins anew with the targets of a channel, as if none had ever been called. */
  forget(channelId: string): void;
}

/** What is known of one target. */
export interface KnownTarget {
  /** As the upstream calls it. */
  readonly model: string;
  readonly phase: Phase;
  readonly health: Health;
}

export interface RouterOptions {
  readonly strategy: Strategy;
  readonly board: HealthBoard;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Returns numbers from 0 up to 1. */
  readonly random: () => number;
}

const MOST_TRACES = 10_000;
const MOST_GROUPS = 10_000;

export function createRouter(options: RouterOptions): Router {
  return new TargetRouter(options);
}

class TargetRouter implements Router {
  readonly #options: RouterOptions;
  readonly #inFlight = new Map<string, number>();
  readonly #servedBy = new LruMap<string, string>(MOST_TRACES);
  readonly #turns = new LruMap<string, ReadonlyMap<string, number>>(MOST_GROUPS);

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  get strategy(): Strategy {
    return this.#options.strategy;
  }

  order(serving: readonly Candidate[], trace?: string): RankedCandidate[] {
    return this.#rank(serving, trace, true);
  }

  preview(serving: readonly Candidate[], trace?: string): RankedCandidate[] {
    return this.#rank(serving, trace, false);
  }

  seemsWell(candidate: Candidate): boolean {
    const phase = this.#phase(candidate);
    return phase === 'closed' || phase === 'half-open';
  }

  begin(candidate: Candidate, trace?: string): Call {
    const { board, now } = this.#options;
    const key = keyOf(candidate);
    const began = now();
    const probe = this.#phase(candidate) === 'half-open';
    board.note(key, { type: 'began' });
    this.#count(key, 1);
    let ended = false;
    const end = (note: () => void): void => {
      if (ended) return;
      ended = true;
      this.#count(key, -1);
      note();
    };
    const inconclusive = (): void => board.note(key, { type: 'inconclusive', probe });
    return {
      succeeded: (latencyMs) =>
        end(() => {
          board.note(key, { type: 'succeeded', began, latencyMs });
          if (trace !== undefined) this.#servedBy.set(trace, candidate.channel.name);
        }),
      failed: (error) =>
        end(() => {
          const opens = blameFor(error);
          if (opens === 'none') return inconclusive();
          const { retryAfterMs } = error.facts;
          const asked = retryAfterMs === undefined ? {} : { retryAfterMs };
          board.note(key, { type: 'failed', began, opens, ...asked });
        }),
      abandoned: () => end(inconclusive),
    };
  }

  known(): Map<string, KnownTarget[]> {
    const { board, now } = this.#options;
    const known = new Map<string, KnownTarget[]>();
    for (const [key, health] of board.entries()) {
      const [channel = '', model = ''] = key.split('\n', 2);
      const own = known.get(channel) ?? [];
      known.set(channel, own);
      own.push({ model, phase: phaseOf(health, now()), health });
    }
    return known;
  }

  forget(channelId: string): void {
    const { board } = this.#options;
    for (const [key] of [...board.entries()]) if (key.startsWith(`${channelId}\n`)) board.forget(key);
  }

  #count(key: string, change: number): void {
    const count = (this.#inFlight.get(key) ?? 0) + change;
    if (count > 0) this.#inFlight.set(key, count);
    else this.#inFlight.delete(key);
  }

  #phase(candidate: Candidate): Phase {
    return phaseOf(this.#options.board.read(keyOf(candidate)), this.#options.now());
  }

  #rank(serving: readonly Candidate[], trace: string | undefined, takesTurn: boolean): RankedCandidate[] {
    const well = serving.filter((each) => this.seemsWell(each));
    const unwell = serving.filter((each) => !well.includes(each));
    const ranked = groupsOf(well).flatMap((group) => this.#rankGroup(group, trace, takesTurn));
    const last = groupsOf(unwell).flatMap((group) => this.#rankGroup(group, trace, false));
    const recovery = (each: Candidate): number => this.#options.board.read(keyOf(each)).openUntil;
    return [...ranked, ...last.sort((a, b) => recovery(a) - recovery(b))];
  }

  #rankGroup(group: readonly Candidate[], trace: string | undefined, takesTurn: boolean): RankedCandidate[] {
    const parts = this.#parts(group, trace, takesTurn);
    return group
      .map((candidate, index) => {
        const own = parts[index] ?? {};
        const score = { total: totalOf(own), health: this.#phase(candidate), parts: own };
        return { ...candidate, score };
      })
      .sort((a, b) => b.score.total - a.score.total);
  }

  #parts(group: readonly Candidate[], trace: string | undefined, takesTurn: boolean): ScoreParts[] {
    switch (this.#options.strategy) {
      case 'failover':
        return group.map((_, index) => ({ place: -index - 1 }));
      case 'weighted':
        return this.#turnParts(group, takesTurn);
      case 'adaptive':
        return this.#adaptiveParts(group, trace);
    }
  }

  #turnParts(group: readonly Candidate[], takesTurn: boolean): ScoreParts[] {
    const key = group.map(keyOf).join('\n');
    const members = group.map((each) => ({ name: keyOf(each), weight: each.channel.weight }));
    const { standing, after } = takeTurn(members, this.#turns.get(key) ?? new Map());
    if (takesTurn) this.#turns.set(key, after);
    return members.map(({ name }) => ({ turn: standing.get(name) ?? 0 }));
  }

  #adaptiveParts(group: readonly Candidate[], trace: string | undefined): ScoreParts[] {
    const { board, now, random } = this.#options;
    const servedBy = trace === undefined ? undefined : this.#servedBy.get(trace);
    const measures = group.map((candidate) => {
      const { name, weight } = candidate.channel;
      const health = board.read(keyOf(candidate));
      return {
        affine: name === servedBy,
        errors: errorShare(health, now()),
        latencyMs: latencyOf(health, now()),
        inFlight: this.#inFlight.get(keyOf(candidate)) ?? 0,
        weight: Math.max(weight, 1e-9),
      };
    });
    return adaptiveParts(measures, random);
  }
}

/** Health is kept per channel and upstream model: one model that is down says nothing about its neighbours. */
const keyOf = ({ channel, target }: Candidate): string => `${channel.id}\n${target.model}`;

/** By priority, lower first; inside one in the order of the configuration. */
function groupsOf(candidates: readonly Candidate[]): Candidate[][] {
  const groups = Map.groupBy(candidates, ({ channel }) => channel.priority);
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}
