import type { MediaRef } from '../contract/image.ts';
import type { SniffedImage } from '../contract/request.ts';
import type { Edit } from '../media/edits.ts';
import type { GatheredPicture } from '../media/gather.ts';
import type { ImagePlan } from '../media/plan.ts';
import { maskWarnings } from '../media/remask.ts';
import type { Exchange } from './exchange.ts';
import type { Finishing, MaskedOriginal } from './work.ts';

export function gather(exchange: Exchange, ref: MediaRef, field: string): Promise<GatheredPicture> {
  const { caller, incoming, parts, spool } = exchange;
  if (!caller) throw new TypeError('pictures are gathered for a known caller only');
  return parts.gatherer.gather(ref, field, { project: caller.project, spool, signal: incoming.clientGone });
}

/** The picture after the edits a model needs before it takes it. */
export async function applyEdits(
  exchange: Exchange,
  picture: GatheredPicture,
  edits: readonly Edit[],
): Promise<SniffedImage> {
  if (edits.length === 0) return picture;
  return exchange.parts.editor.apply(picture.payload, edits, exchange.spool);
}

/** The mask in our convention and in the size of the first picture; undefined without one. */
export async function prepareMask(
  exchange: Exchange,
  mask: MediaRef | undefined,
  field: string,
  first: GatheredPicture | undefined,
): Promise<MaskedOriginal | undefined> {
  if (!mask || !first) return undefined;
  const { payload } = await gather(exchange, mask, field);
  const ready = await exchange.parts.editor.prepareMask(payload, first.payload, exchange.spool);
  const { payload: original, width, height } = first;
  return {
    original,
    originalSize: { width, height },
    mask: ready.payload,
    reference: ready.reference,
    warnings: maskWarnings(ready, field),
  };
}

export const finishingOf = (
  { after }: ImagePlan,
  { wishes, fields }: Pick<Finishing, 'wishes' | 'fields'>,
  masked: MaskedOriginal | undefined,
): Finishing => ({ after, wishes, fields, ...(masked && after.outsideMask && { masked }) });
