import { GatewayError } from '../contract/error.ts';
import type { Blobs } from '../storage/ports.ts';
import { bodyOf, type Piece, type WireBody } from '../wire/wire-body.ts';
import { openPrivate } from './private-blob.ts';

/**
 * How a body is made again, byte for byte: short text as it is, pictures and long text as names of blobs. `blob` is a picture that
 * others may have too, `own` belongs to this answer alone.
 */
export type Recipe = readonly Ingredient[];
export type Ingredient =
  | string
  | { readonly blob: string; readonly as: Coding }
  | { readonly own: string; readonly as: Coding };
type Coding = 'raw' | 'base64';

/** @throws GatewayError `not_found` where a picture was deleted since */
export async function cook(recipe: Recipe, blobs: Blobs): Promise<WireBody> {
  return bodyOf(await Promise.all(recipe.map((ingredient) => pieceOf(ingredient, blobs))));
}

/** Names of the blobs that go with the answer. */
export const ownBlobs = (recipe: Recipe): string[] =>
  recipe.flatMap((each) => (typeof each === 'object' && 'own' in each ? [each.own] : []));

export async function pieceOf(ingredient: Ingredient, blobs: Blobs): Promise<Piece> {
  if (typeof ingredient === 'string') return Buffer.from(ingredient);
  const payload = await ('own' in ingredient
    ? openPrivate(blobs, ingredient.own)
    : blobs.open(ingredient.blob));
  if (payload) return { payload, as: ingredient.as };
  throw new GatewayError('not_found', 'A picture of this answer has been deleted since.');
}
