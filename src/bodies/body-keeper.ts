import type { Blobs, BodyPolicy, BodyRow } from '../storage/ports.ts';
import { Transcript, type TranscriptFacts } from './transcript.ts';

/** Keeps the bodies of exchanges, as far as somebody wants them kept. */
export interface BodyKeeper {
  /** Undefined: nothing is to be kept. @param policy of the project; undefined: as the installation */
  open(asked: Omit<TranscriptFacts, 'policy'>, policy: BodyPolicy | undefined): Transcript | undefined;
  /**
   * Keeps what was taken note of; afterwards the exchange's own spool may go. Never fails: what the store does not take is told
   * of in its row.
   */
  close(transcript: Transcript, requestId: string): Promise<void>;
}

export interface BodyKeeperParts {
  readonly blobs: Blobs;
  /** Of the installation. */
  readonly policy: () => BodyPolicy;
  /** Puts a row on its way; never waits. */
  readonly add: (row: BodyRow) => void;
  readonly onError: (error: unknown, requestId: string) => void;
}

/** Exchanges whose bodies are written at once. */
const AT_ONCE = 4;
/** Exchanges that may wait for their turn; each holds its bodies in memory meanwhile. */
const MOST_WAITING = 64;

export function createBodyKeeper({
  blobs,
  policy: ofInstallation,
  add,
  onError,
}: BodyKeeperParts): BodyKeeper {
  const turns = new Turns();
  const rowsOf = async (transcript: Transcript, requestId: string): Promise<BodyRow[]> => {
    try {
      const rows = await turns.take(() => transcript.rows(blobs));
      if (rows) return rows;
      throw new Error('more bodies came than could be written');
    } catch (error) {
      onError(error, requestId);
      return transcript.rowsWithoutContent();
    }
  };
  return {
    open(asked, policy = ofInstallation()) {
      return policy === 'off' ? undefined : new Transcript({ ...asked, policy }, blobs.spool());
    },
    async close(transcript, requestId) {
      for (const row of await rowsOf(transcript, requestId)) add(row);
      await transcript.dispose().catch((error: unknown) => onError(error, requestId));
    },
  };
}

/** Lets few work at once, and not too many wait. */
class Turns {
  #working = 0;
  readonly #waiting: (() => void)[] = [];

  /** Undefined: too many wait already. */
  async take<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#working >= AT_ONCE) {
      if (this.#waiting.length >= MOST_WAITING) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#working += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // Whoever waited takes the place over.
      if (next) next();
      else this.#working -= 1;
    }
  }
}
