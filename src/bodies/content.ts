import { isUtf8 } from 'node:buffer';
import { keepPrivate } from '../answers/private-blob.ts';
import type { Ingredient, Recipe } from '../answers/recipe.ts';
import { BytesPayload, type Payload, type PayloadWriter } from '../contract/payload.ts';
import type { Blobs, ExchangeSpool } from '../storage/ports.ts';
import type { Piece } from '../wire/wire-body.ts';
import { masked, maskedText } from './mask.ts';

/** Text of one body that may stand in its row; longer ones become a blob. */
const MOST_INLINE_BYTES = 8_192;
/** Beyond this a body without an end, as a stream may be, is only counted. */
const MOST_BYTES = 33_554_432;
/** Text in which is looked for small pictures; in longer ones the reader of the body has cut them out already. */
const MOST_SEARCHED_BYTES = 65_536;

export interface KeepingContent {
  readonly blobs: Blobs;
  /** The name a picture is kept under. */
  readonly picture: (payload: Payload) => Promise<Ingredient>;
  /** What is never written. */
  readonly secrets: readonly string[];
}

/** Takes a body in, stretch by stretch, without holding more of it in memory than a spool does. */
export class ContentWriter {
  readonly #spool: ExchangeSpool;
  readonly #parts: (Promise<Payload> | { readonly picture: Payload })[] = [];
  #text: PayloadWriter | undefined;
  /** Bytes on the wire. */
  length = 0;
  isCut = false;

  /** @param spool must not be disposed of before `keep` has ended */
  constructor(spool: ExchangeSpool) {
    this.#spool = spool;
  }

  /** A returned promise is back-pressure: await it before the next stretch. */
  add(pieces: readonly Piece[]): void | Promise<void> {
    const pressures = pieces.flatMap((piece) => this.#add(piece) ?? []);
    if (pressures.length > 0) return Promise.all(pressures).then(() => undefined);
  }

  /** Counts bytes that are not to be kept. */
  pass(length: number): void {
    this.length += length;
  }

  async keep(keeping: KeepingContent): Promise<Recipe> {
    this.#endText();
    const recipe: Ingredient[] = [];
    let room = MOST_INLINE_BYTES;
    for (const part of this.#parts) {
      if ('picture' in part) recipe.push(await keeping.picture(part.picture));
      else {
        const made = await textIngredients(await part, room, keeping);
        room -= inlineBytes(made);
        recipe.push(...made);
      }
    }
    return recipe;
  }

  #add(piece: Piece): void | Promise<void> {
    if (piece instanceof Uint8Array) {
      this.length += piece.byteLength;
      if (this.length > MOST_BYTES) this.isCut = true;
      if (this.isCut) return;
      this.#text ??= this.#spool.open();
      return this.#text.write(piece);
    }
    const { payload, as } = piece;
    this.length += as === 'raw' ? payload.size : Math.ceil(payload.size / 3) * 4;
    if (this.isCut) return;
    this.#endText();
    this.#parts.push(as === 'raw' ? Promise.resolve(payload) : { picture: payload });
  }

  #endText(): void {
    if (!this.#text) return;
    const ended = this.#text.finish();
    // Whoever keeps the content learns of a failure; until then nobody waits for it.
    ended.catch(() => {});
    this.#parts.push(ended);
    this.#text = undefined;
  }
}

async function textIngredients(text: Payload, room: number, keeping: KeepingContent): Promise<Ingredient[]> {
  const { blobs, secrets } = keeping;
  if (text.size <= MOST_SEARCHED_BYTES) {
    const bytes = text.bytes ?? Buffer.concat(await Array.fromAsync(text.read()));
    const made =
      isUtf8(bytes) && (await withoutPictures(maskedText(Buffer.from(bytes).toString(), secrets), keeping));
    if (made && inlineBytes(made) <= room) return made;
  }
  return [{ own: await keepPrivate(blobs, masked(text.read(), secrets)), as: 'raw' }];
}

const inlineBytes = (recipe: readonly Ingredient[]): number =>
  recipe.reduce((sum, each) => sum + (typeof each === 'string' ? Buffer.byteLength(each) : 0), 0);

/** Base64 of PNG, JPEG, GIF and WebP, as their first bytes tell. */
const SMALL_PICTURE = /(?<=["',]|^)(?:iVBORw0KGgo|\/9j\/|R0lGOD|UklGR)[A-Za-z0-9+/]{40,}={0,2}(?=["')\\]|$)/g;

/** Pictures too small for the reader of the body to cut out: rows hold none at all. */
async function withoutPictures(text: string, { picture }: KeepingContent): Promise<Ingredient[]> {
  const made: Ingredient[] = [];
  let at = 0;
  for (const { 0: base64, index } of text.matchAll(SMALL_PICTURE)) {
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.toString('base64') !== base64) continue;
    if (index > at) made.push(text.slice(at, index));
    made.push(await picture(new BytesPayload(bytes)));
    at = index + base64.length;
  }
  if (at < text.length) made.push(text.slice(at));
  return made;
}
