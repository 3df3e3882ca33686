import type { ImageCapability } from '../../contract/capability.ts';
import type { ImageOrder, Size } from '../../contract/image.ts';
import type { ChatJob, Warning } from '../../contract/request.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { UNKNOWN_IMAGE } from './image-models.ts';
import { cardOf, DRAWING_MODEL } from './models.ts';

/** The image_generation tool of the Responses API for an order, and what the drawing model at hand cannot take of it. */
export function encodeImageTool(job: ChatJob, order: ImageOrder): { tool: TreeObject; warnings: Warning[] } {
  const model = job.request.output.image?.model ?? DRAWING_MODEL;
  const { legal, warnings } = legalFor(order, cardOf(model).image ?? UNKNOWN_IMAGE, model);
  const tool = {
    type: 'image_generation',
    model,
    size: legal.size && sizeName(legal.size),
    quality: legal.quality,
    background: legal.background,
    output_format: legal.format,
    output_compression: legal.compression,
    moderation: legal.moderation,
    input_fidelity: legal.inputFidelity,
    partial_images: job.stream ? legal.partials : undefined,
    input_image_mask: job.mask && { image_url: SplicedString.of('data:image/png;base64,', job.mask) },
  };
  return { tool, warnings: named(warnings, job) };
}

/** Under the client's own names where it has given them. */
const named = (warnings: readonly LeftOut[], { request }: ChatJob): Warning[] =>
  warnings.map(({ wish, detail }) => ({
    kind: 'adjusted',
    field: request.output.image?.fields[wish] ?? wish,
    detail,
  }));

interface LeftOut {
  readonly wish: 'size' | 'quality' | 'background' | 'inputFidelity';
  readonly detail: string;
}

/**
 * The order was planned for the model that draws by default; a client that named another one gets what that one can:
 * the gateway's own edits bring the result to the asked size and format afterwards.
 */
function legalFor(
  order: ImageOrder,
  rules: ImageCapability,
  model: string,
): { legal: ImageOrder; warnings: LeftOut[] } {
  const left: LeftOut['wish'][] = [];
  if (order.size && !takesSize(rules, order.size)) left.push('size');
  if (order.quality !== undefined && !takesQuality(rules, order.quality)) left.push('quality');
  if (order.background === 'transparent' && rules.background.transparent === 'never') left.push('background');
  if (order.inputFidelity && !rules.inputFidelity.includes(order.inputFidelity)) left.push('inputFidelity');
  const legal = Object.fromEntries(
    Object.entries(order).filter(([wish]) => !left.some((out) => out === wish)),
  );
  const detail = `${model} does not take this value; its own default was used.`;
  return { legal: legal as unknown as ImageOrder, warnings: left.map((wish) => ({ wish, detail })) };
}

const takesSize = ({ size }: ImageCapability, asked: Size): boolean =>
  size.kind === 'free' || (size.kind === 'fixed' && size.sizes.includes(sizeName(asked)));

const takesQuality = ({ quality }: ImageCapability, word: string): boolean =>
  quality.kind === 'native' && Object.values(quality.map).includes(word);

const sizeName = ({ width, height }: Size): string => `${width}x${height}`;
