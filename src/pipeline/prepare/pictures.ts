import type { MediaRef } from '../../contract/image.ts';
import type { SniffedImage } from '../../contract/request.ts';
import type { Edit } from '../../media/edits.ts';
import { type GatheredPicture, named } from '../../media/gather.ts';
import type { ImagePlan } from '../../media/plan.ts';
import { maskWarnings } from '../../media/remask.ts';
import type { Exchange } from '../exchange.ts';
import type { Finishing, MaskedOriginal } from '../work.ts';

/** @param marked see `GatherScope` */
export function gather(
  exchange: Exchange,
  ref: MediaRef,
  field: string,
  marked = false,
): Promise<GatheredPicture> {
  const { caller, incoming, parts, spool } = exchange;
  if (!caller) throw new TypeError('pictures are gathered for a known caller only');
  const { project } = caller;
  return parts.gatherer.gather(ref, field, { project, spool, signal: incoming.clientGone, marked });
}

/** The picture after the edits a model needs before it takes it. */
export async function applyEdits(
  { parts, spool }: Exchange,
  picture: GatheredPicture,
  edits: readonly Edit[],
  field: string,
): Promise<SniffedImage> {
  if (edits.length === 0) return picture;
  try {
    return await parts.editor.apply(picture.payload, edits, spool);
  } catch (error) {
    throw named(error, field);
  }
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
  const ready = await exchange.parts.editor
    .prepareMask(payload, first.payload, exchange.spool)
    .catch((error: unknown) => {
      throw named(error, field);
    });
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
