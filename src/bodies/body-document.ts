import { randomBytes } from 'node:crypto';
import { openPrivate } from '../answers/private-blob.ts';
import { type Ingredient, pieceOf, type Recipe } from '../answers/recipe.ts';
import { GatewayError } from '../contract/error.ts';
import type { Payload } from '../contract/payload.ts';
import type { Blobs } from '../storage/ports.ts';
import { bodyOf, type WireBody } from '../wire/wire-body.ts';
import { eventsAsJson } from './events-as-json.ts';
import { JsonSkim } from './json-skim.ts';

/** A body as people look at it: its text with short marks where pictures stand. */
export interface BodyDocument {
  readonly kind: 'json' | 'text';
  readonly skim: JsonSkim;
  /** A picture's mark is this, its number and a semicolon. */
  readonly mark: string;
}

/** Larger texts are to be downloaded. */
const MOST_BYTES = 67_108_864;
const EVENTS = /^(text\/event-stream|application\/vnd\.amazon\.eventstream)\b/;
/** Kept as JSON, whatever they were. */
const JSON_TYPES = /^(application\/(.*\+)?json|multipart\/form-data|application\/x-www-form-urlencoded)\b/;

interface Stored {
  readonly mediaType: string;
  readonly recipe: Recipe;
}

/** Random, so that nobody can write one into a body beforehand. */
const newMark = (): string => `${randomBytes(12).toString('hex')}.`;

/** @throws GatewayError `too_large`; `not_found` where a part of the text is gone */
export async function openDocument({ mediaType, recipe }: Stored, blobs: Blobs): Promise<BodyDocument> {
  const mark = newMark();
  const parts: Uint8Array[] = [];
  let pictures = 0;
  let size = 0;
  for (const ingredient of recipe) {
    if (isPicture(ingredient)) parts.push(Buffer.from(`${mark}${pictures++};`));
    else {
      for await (const chunk of textOf(ingredient, blobs)) {
        size += chunk.byteLength;
        if (size > MOST_BYTES) throw tooLarge();
        parts.push(chunk);
      }
    }
  }
  const text = Buffer.concat(parts);
  if (EVENTS.test(mediaType)) return { kind: 'json', skim: new JsonSkim(await eventsAsJson(text)), mark };
  const first = text.subarray(0, 64).toString().trimStart()[0] ?? '';
  const isJson = JSON_TYPES.test(mediaType) && /[[{"\d\-tfn]/.test(first);
  return { kind: isJson ? 'json' : 'text', skim: new JsonSkim(text), mark };
}

/** The body byte for byte. @throws GatewayError `not_found` where a picture or a part of the text is gone */
export const wholeBody = async (recipe: Recipe, blobs: Blobs): Promise<WireBody> =>
  bodyOf(await Promise.all(recipe.map((ingredient) => pieceOf(ingredient, blobs))));

/** A picture by its number; undefined where there is none, or none any more. */
export async function openPicture(
  recipe: Recipe,
  number: number,
  blobs: Blobs,
): Promise<Payload | undefined> {
  const picture = recipe.filter(isPicture)[number];
  if (typeof picture !== 'object') return undefined;
  return 'own' in picture ? openPrivate(blobs, picture.own) : blobs.open(picture.blob);
}

const isPicture = (ingredient: Ingredient): boolean =>
  typeof ingredient === 'object' && ingredient.as === 'base64';

async function* textOf(ingredient: Ingredient, blobs: Blobs): AsyncGenerator<Uint8Array> {
  const piece = await pieceOf(ingredient, blobs);
  if (piece instanceof Uint8Array) yield piece;
  else yield* piece.payload.read();
}

const tooLarge = (): GatewayError =>
  new GatewayError(
    'too_large',
    `Bodies of more than ${MOST_BYTES / 1_048_576} MiB of text can only be downloaded.`,
  );
