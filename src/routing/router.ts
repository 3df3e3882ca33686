import type { GatewayError } from '../contract/error.ts';
import { LruMap } from '../lib/lru-map.ts';
import type { Candidate } from './candidates.ts';
import { CredentialTurns } from './credential-turns.ts';
import { errorShare, type Health, latencyOf, type Phase, phaseOf } from './health.ts';
import type { HealthBoard } from './health-board.ts';
import { avoidedUntil, candidatePhase, readKey, targetKey } from './health-keys.ts';
import { adaptiveParts, type ScoreParts, type Strategy, totalOf } from './score.ts';
import { takeTurn } from './turns.ts';
import { WatchedCall } from './watched-call.ts';

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
   * leading. A channel with several credentials stands there once for each. @param trace the calls that belong together, of one tenant and model
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
  /** Id of the credential it is about; absent: whichever is used. */
  readonly credential?: string;
  readonly phase: Phase;
  readonly health: Health;
}

export interface RouterOptions {
  /** Asked for each time: it may change while the gateway runs. */
  readonly strategy: () => Strategy;
  /** Whether traces stay with the channel that served them last. Default: they do. */
  readonly affinity?: () => boolean;
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
  readonly #servedBy = new LruMap<string, ServedBy>(MOST_TRACES);
  readonly #credentials = new CredentialTurns();
  readonly #turns = new LruMap<string, ReadonlyMap<string, number>>(MOST_GROUPS);

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  get strategy(): Strategy {
    return this.#options.strategy();
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
    const key = targetKey(candidate);
    const watched = new WatchedCall(board, candidate, now());
    this.#count(key, 1);
    let ended = false;
    const end = (note: () => void): void => {
      if (ended) return;
      ended = true;
      this.#count(key, -1);
      note();
    };
    return {
      succeeded: (latencyMs) =>
        end(() => {
          watched.succeeded(latencyMs);
          if (trace !== undefined) this.#servedBy.set(trace, servedBy(candidate));
        }),
      failed: (error) => end(() => watched.failed(error)),
      abandoned: () => end(() => watched.inconclusive()),
    };
  }

  known(): Map<string, KnownTarget[]> {
    const { board, now } = this.#options;
    const known = new Map<string, KnownTarget[]>();
    for (const [key, health] of board.entries()) {
      const { channel, ...about } = readKey(key);
      const own = known.get(channel) ?? [];
      known.set(channel, own);
      own.push({ ...about, phase: phaseOf(health, now()), health });
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
    return candidatePhase(this.#options.board, candidate, this.#options.now());
  }

  #rank(serving: readonly Candidate[], trace: string | undefined, takesTurn: boolean): RankedCandidate[] {
    const isKept = this.#options.affinity?.() ?? true;
    const before = trace === undefined || !isKept ? undefined : this.#servedBy.get(trace);
    const [first] = serving;
    if (first && serving.length === 1 && first.channel.credentials.length <= 1) {
      return this.#rankOnly(first, before, takesTurn);
    }
    // Channels are compared with each other, however many credentials they have; those follow inside.
    const options = new Map(
      serving.map((each) => [each, this.#credentials.order(each, takesTurn, before?.credential)]),
    );
    const optionsOf = (each: Candidate, well: boolean): readonly Candidate[] =>
      (options.get(each) ?? []).filter((option) => this.seemsWell(option) === well);
    const ranked = (well: boolean): RankedCandidate[] => {
      const some = serving.filter((each) => optionsOf(each, well).length > 0);
      const order = groupsOf(some).flatMap((group) => this.#rankGroup(group, before, well && takesTurn));
      return order.flatMap(({ candidate, parts }) =>
        optionsOf(candidate, well).map((option) => this.#scored(option, parts)),
      );
    };
    const { board } = this.#options;
    const last = ranked(false).sort((a, b) => avoidedUntil(board, a) - avoidedUntil(board, b));
    return [...ranked(true), ...last];
  }

  /** Nearly always there is nothing to compare. */
  #rankOnly(candidate: Candidate, before: ServedBy | undefined, takesTurn: boolean): RankedCandidate[] {
    const [parts = {}] = this.#parts([candidate], before, takesTurn && this.seemsWell(candidate));
    return this.#credentials.order(candidate, takesTurn).map((option) => this.#scored(option, parts));
  }

  #scored(candidate: Candidate, parts: ScoreParts): RankedCandidate {
    return { ...candidate, score: { total: totalOf(parts), health: this.#phase(candidate), parts } };
  }

  #rankGroup(group: readonly Candidate[], before: ServedBy | undefined, takesTurn: boolean) {
    const parts = this.#parts(group, before, takesTurn);
    return group
      .map((candidate, index) => ({ candidate, parts: parts[index] ?? {} }))
      .sort((a, b) => totalOf(b.parts) - totalOf(a.parts));
  }

  #parts(group: readonly Candidate[], before: ServedBy | undefined, takesTurn: boolean): ScoreParts[] {
    switch (this.strategy) {
      case 'failover':
        return group.map((_, index) => ({ place: -index - 1 }));
      case 'weighted':
        return this.#turnParts(group, takesTurn);
      case 'adaptive':
        return this.#adaptiveParts(group, before);
    }
  }

  #turnParts(group: readonly Candidate[], takesTurn: boolean): ScoreParts[] {
    const key = group.map(targetKey).join('\n');
    const members = group.map((each) => ({ name: targetKey(each), weight: each.channel.weight }));
    const { standing, after } = takeTurn(members, this.#turns.get(key) ?? new Map());
    if (takesTurn) this.#turns.set(key, after);
    return members.map(({ name }) => ({ turn: standing.get(name) ?? 0 }));
  }

  #adaptiveParts(group: readonly Candidate[], before: ServedBy | undefined): ScoreParts[] {
    const { board, now, random } = this.#options;
    const measures = group.map((candidate) => {
      const { id, weight } = candidate.channel;
      const health = board.read(targetKey(candidate));
      return {
        affine: id === before?.channel,
        errors: errorShare(health, now()),
        latencyMs: latencyOf(health, now()),
        inFlight: this.#inFlight.get(targetKey(candidate)) ?? 0,
        weight: Math.max(weight, 1e-9),
      };
    });
    return adaptiveParts(measures, random);
  }
}

/** Where the calls of a trace went last. */
interface ServedBy {
  readonly channel: string;
  readonly credential?: string;
}

const servedBy = ({ channel, credential }: Candidate): ServedBy => ({
  channel: channel.id,
  ...(credential && { credential: credential.id }),
});

/** By rank and priority, lower first; inside one in the order of the configuration. */
function groupsOf(candidates: readonly Candidate[]): (readonly Candidate[])[] {
  const ranks = grouped(candidates, ({ rank }) => rank ?? 0);
  return ranks.flatMap((some) => grouped(some, ({ channel }) => channel.priority));
}

const grouped = (some: readonly Candidate[], by: (each: Candidate) => number): (readonly Candidate[])[] =>
  [...Map.groupBy(some, by)].sort(([a], [b]) => a - b).map(([, group]) => group);
