import type { GatewayError } from '../contract/error.ts';
import { blameFor } from './blame.ts';
import type { Candidate } from './candidates.ts';
import { type HealthEvent, phaseOf } from './health.ts';
import type { HealthBoard } from './health-board.ts';
import { credentialKey, healthKeys, targetKey } from './health-keys.ts';

/** Tells the board of one call from its beginning to its end. */
export class WatchedCall {
  readonly #board: HealthBoard;
  readonly #target: string;
  readonly #credential: string | undefined;
  readonly #began: number;
  /** The keys for which this call is the probe. */
  readonly #probes: ReadonlySet<string>;

  constructor(board: HealthBoard, candidate: Candidate, now: number) {
    const keys = healthKeys(candidate);
    this.#board = board;
    this.#target = targetKey(candidate);
    this.#credential = credentialKey(candidate);
    this.#began = now;
    this.#probes = new Set(keys.filter((key) => phaseOf(board.read(key), now) === 'half-open'));
    for (const key of keys) board.note(key, { type: 'began' });
  }

  succeeded(latencyMs: number): void {
    const event: HealthEvent = { type: 'succeeded', began: this.#began, latencyMs };
    this.#board.note(this.#target, event);
    if (this.#credential !== undefined) this.#board.note(this.#credential, event);
  }

  failed(error: GatewayError): void {
    const opens = blameFor(error);
    if (opens === 'none') {
      this.inconclusive();
      return;
    }
    const { retryAfterMs } = error.facts;
    const asked = retryAfterMs === undefined ? {} : { retryAfterMs };
    // Of several credentials only the one that was turned away is to blame; what broke would have broken with any.
    const blamed = opens === 'at-once' ? (this.#credential ?? this.#target) : this.#target;
    this.#board.note(blamed, { type: 'failed', began: this.#began, opens, ...asked });
    this.#forgo([this.#target, this.#credential].filter((key) => key !== blamed));
  }

  /** It ended without telling anything. */
  inconclusive(): void {
    this.#forgo([this.#target, this.#credential]);
  }

  #forgo(keys: readonly (string | undefined)[]): void {
    for (const key of keys) {
      if (key !== undefined) this.#board.note(key, { type: 'inconclusive', probe: this.#probes.has(key) });
    }
  }
}
