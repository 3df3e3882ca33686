import { isUtf8 } from 'node:buffer';
import type { Payload, PayloadWriter } from '../contract/payload.ts';
import type { Blobs, ExchangeSpool } from '../storage/ports.ts';
import type { Piece } from '../wire/wire-body.ts';
import { keepPrivate } from './private-blob.ts';
import type { Ingredient, Recipe } from './recipe.ts';

/** Text that may stand in a row, all stretches of an answer together. */
const MOST_INLINE_BYTES = 65_536;

/** Takes note of a body while it is being sent, without holding more of it than a spool does. */
export class RecipeWriter {
  readonly #blobs: Blobs;
  readonly #spool: ExchangeSpool;
  readonly #shared: ReadonlySet<Payload>;
  readonly #ingredients: Ingredient[] = [];
  #text: PayloadWriter | undefined;
  #room = MOST_INLINE_BYTES;

  /** @param shared payloads whose bytes are kept already, for longer than the answer */
  constructor(blobs: Blobs, shared: ReadonlySet<Payload>) {
    this.#blobs = blobs;
    this.#spool = blobs.spool();
    this.#shared = shared;
  }

  async add(pieces: readonly Piece[]): Promise<void> {
    for (const piece of pieces) {
      if (piece instanceof Uint8Array) {
        this.#text ??= this.#spool.open();
        const pressure = this.#text.write(piece);
        if (pressure) await pressure;
      } else {
        await this.#endText();
        this.#ingredients.push(await this.#payload(piece.payload, piece.as));
      }
    }
  }

  async end(): Promise<Recipe> {
    await this.#endText();
    return this.#ingredients;
  }

  dispose(): Promise<void> {
    return this.#spool.dispose();
  }

  async #payload(payload: Payload, as: 'raw' | 'base64'): Promise<Ingredient> {
    if (!this.#shared.has(payload)) return { own: await keepPrivate(this.#blobs, payload.read()), as };
    // To ask the store once more takes a step of the disk, or a call to the bucket, and the answer's end would wait for it.
    return { blob: payload.sha256 ?? (await this.#blobs.keep(payload)).sha256, as };
  }

  async #endText(): Promise<void> {
    const writer = this.#text;
    if (!writer) return;
    this.#text = undefined;
    const text = await writer.finish();
    const { bytes } = text;
    if (bytes && bytes.length <= this.#room && isUtf8(bytes)) {
      this.#room -= bytes.length;
      this.#ingredients.push(Buffer.from(bytes).toString());
    } else {
      this.#ingredients.push({ own: await keepPrivate(this.#blobs, text.read()), as: 'raw' });
    }
  }
}
