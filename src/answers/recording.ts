import type { Payload } from '../contract/payload.ts';
import type { WireBody } from '../wire/wire-body.ts';
import type { Recipe } from './recipe.ts';
import type { RecipeWriter } from './recipe-writer.ts';

export interface AnswerHead {
  /** HTTP status. */
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
}

/** What becomes of a recording. Failures are the store's to report: an answer that cannot be kept is still an answer. */
export interface RecordingEnds {
  store(state: 'done' | 'failed', head: AnswerHead, recipe: Recipe): Promise<void>;
  /** As if the request had never been made: its key is free again. */
  forget(): Promise<void>;
  /** There was an answer, and it could not be kept: nobody may believe that nothing was made. */
  lose(): Promise<void>;
  onError(error: unknown): void;
}

/** One answer on its way to its client, and into the store. None of its methods ever fails. */
export class Recording {
  /** The client will ask for it by an idempotency key: it has to be in the store before its last byte is out. */
  readonly keyed: boolean;
  readonly #writer: RecipeWriter;
  readonly #ends: RecordingEnds;
  readonly #shared: Set<Payload>;
  #fate: 'done' | 'failed' | 'forgotten' = 'done';
  #ended: Promise<void> | undefined;

  constructor(writer: RecipeWriter, ends: RecordingEnds, facts: { shared: Set<Payload>; keyed: boolean }) {
    this.#writer = writer;
    this.#ends = ends;
    this.#shared = facts.shared;
    this.keyed = facts.keyed;
  }

  /** The bytes of this picture are kept already. */
  keptElsewhere(payload: Payload): void {
    this.#shared.add(payload);
  }

  /** The answer tells of a failure. @param forget nothing was made and nothing can be billed: the request may be tried again */
  failed({ forget }: { readonly forget: boolean }): void {
    this.#fate = forget ? 'forgotten' : 'failed';
  }

  /** The next stretch of the body; await it before the next one. */
  async add({ pieces }: WireBody): Promise<void> {
    if (this.#ended) return;
    try {
      await this.#writer.add(pieces);
    } catch (error) {
      this.#ends.onError(error);
      this.#ended = this.#drop();
    }
  }

  /** The body is complete. Resolves when the answer is in the store. */
  end(head: AnswerHead): Promise<void> {
    this.#ended ??= this.#store(head);
    return this.#ended;
  }

  /** An answer that has not ended by now never will. */
  close(): Promise<void> {
    this.#ended ??= this.#drop();
    return this.#ended;
  }

  async #store(head: AnswerHead): Promise<void> {
    if (this.#fate === 'forgotten') return this.#drop();
    try {
      await this.#ends.store(this.#fate, head, await this.#writer.end());
      await this.#writer.dispose();
    } catch (error) {
      this.#ends.onError(error);
      await this.#drop();
    }
  }

  async #drop(): Promise<void> {
    try {
      await this.#writer.dispose();
      if (this.#fate === 'forgotten') await this.#ends.forget();
      else await this.#ends.lose();
    } catch (error) {
      this.#ends.onError(error);
    }
  }
}
