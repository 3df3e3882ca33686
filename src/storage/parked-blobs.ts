import type { Payload } from '../contract/payload.ts';
import type { Blobs, ExchangeSpool } from './ports.ts';

export interface ParkedBlobsParts {
  /** Where pictures belong: a bucket. */
  readonly store: Blobs;
  /** On this machine, for what the store cannot take now. */
  readonly park: Blobs;
  /** Told when pictures begin to stay here. */
  readonly onAway: (error: unknown) => void;
}

/**
 * A store that loses no picture while it is away: what is drawn then is paid for, so it waits on this machine's disk, is served from there, and
 * `bring` takes it to the store once it is back. Other nodes find such a picture as soon as it is there.
 */
export class ParkedBlobs implements Blobs {
  readonly #store: Blobs;
  readonly #park: Blobs;
  readonly #onAway: (error: unknown) => void;
  /** Until `bring` finds the store well again nobody waits for it in vain. */
  #isAway = false;

  constructor({ store, park, onAway }: ParkedBlobsParts) {
    this.#store = store;
    this.#park = park;
    this.#onAway = onAway;
  }

  spool(): ExchangeSpool {
    return this.#store.spool();
  }

  async keep(payload: Payload): Promise<{ readonly sha256: string; readonly size: number }> {
    if (this.#isAway) return this.#park.keep(payload);
    try {
      return await this.#store.keep(payload);
    } catch (error) {
      const kept = await this.#park.keep(payload).catch(() => {
        throw error;
      });
      if (!this.#isAway) this.#onAway(error);
      this.#isAway = true;
      return kept;
    }
  }

  async open(sha256: string): Promise<Payload | undefined> {
    const parked = await this.#park.open(sha256);
    return parked ?? this.#store.open(sha256);
  }

  /** What waits here is on its way. */
  async writtenAt(sha256: string): Promise<number | undefined> {
    if (await this.#park.open(sha256)) return undefined;
    return this.#store.writtenAt(sha256);
  }

  async delete(sha256: string): Promise<void> {
    await this.#park.delete(sha256);
    await this.#store.delete(sha256);
  }

  async *names(): AsyncGenerator<string> {
    const parked = new Set<string>();
    for await (const sha256 of this.#park.names()) {
      parked.add(sha256);
      yield sha256;
    }
    for await (const sha256 of this.#store.names()) if (!parked.has(sha256)) yield sha256;
  }

  /**
   * Takes to the store what waits here, also what earlier processes have left. @returns how many pictures that were
   * @throws what the store says while it is still away
   */
  async bring(): Promise<number> {
    let brought = 0;
    for await (const sha256 of this.#park.names()) {
      const payload = await this.#park.open(sha256);
      if (!payload) continue;
      await this.#store.keep(payload);
      await this.#park.delete(sha256);
      brought += 1;
    }
    this.#isAway = false;
    return brought;
  }
}
