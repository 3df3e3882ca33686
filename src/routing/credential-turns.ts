import { LruMap } from '../lib/lru-map.ts';
import type { Candidate } from './candidates.ts';
import { targetKey } from './health-keys.ts';

const MOST_TARGETS = 10_000;

/** Which of a channel's credentials is used next: they take turns, so that each has its share of the provider's limits. */
export class CredentialTurns {
  readonly #next = new LruMap<string, number>(MOST_TARGETS);

  /**
   * The candidate once per credential, the one whose turn it is first.
   * @param takesTurn the next time another one leads
   * @param preferred id of the credential that goes before the others
   */
  order(candidate: Candidate, takesTurn: boolean, preferred?: string): readonly Candidate[] {
    const { credentials } = candidate.channel;
    const [only] = credentials;
    if (!only) return [candidate];
    if (credentials.length === 1) return [{ ...candidate, credential: only }];
    const key = targetKey(candidate);
    const turn = (this.#next.peek(key) ?? 0) % credentials.length;
    const known = credentials.find(({ id }) => id === preferred);
    // Whoever goes back to a credential of before takes no turn from the others.
    if (takesTurn && !known) this.#next.set(key, turn + 1);
    const inTurn = [...credentials.slice(turn), ...credentials.slice(0, turn)];
    const order = known ? [known, ...inTurn.filter((each) => each !== known)] : inTurn;
    return order.map((credential) => ({ ...candidate, credential }));
  }
}
