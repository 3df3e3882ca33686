import type { ImageOrder, Size } from '../../contract/image.ts';
import type { Payload } from '../../contract/payload.ts';
import type { ProcedureIo, RenderOptions } from '../../contract/provider.ts';
import type { MediaPart, Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import type { StreamBuilder } from '../../contract/stream.ts';
import { drawScene, type Scene, thumbnailEdge } from './scene.ts';

/** What to draw, from whichever operation. */
export interface Commission {
  readonly prompt: string;
  readonly order: ImageOrder;
  /** The first is drawn upon, the others appear as thumbnails. */
  readonly inputs: readonly Payload[];
  readonly mask?: Payload;
}

const DEFAULT_SIZE: Size = { width: 1024, height: 1024 };
const MOST_THUMBNAILS = 6;

/** Shapes in the background for each quality word. */
const DETAIL: { readonly [quality: string]: number } = { low: 4, medium: 10, high: 24, xhigh: 40, max: 64 };
const SATURATION: { readonly [style: string]: number } = { vivid: 0.9, natural: 0.3 };

export const sizeOf = ({ size }: ImageOrder): Size => size ?? DEFAULT_SIZE;

/** The pictures of a commission one after the other, previews first. `pause` passes before each step of a slow drawing. */
export async function* drawAll(
  commission: Commission,
  builder: StreamBuilder,
  io: ProcedureIo,
  pause: () => Promise<void>,
): AsyncGenerator<StreamEvent> {
  const { order, inputs, mask } = commission;
  const partials = order.partials ?? 0;
  const thumbnails = await drawThumbnails(commission, io);
  const [under] = inputs;
  const look = { ...(under && { under }), ...(under && mask && { mask }) };
  for (let picture = 0; picture < order.count; picture += 1) {
    const scene = composeScene(commission, picture, thumbnails);
    for (let number = 1; number <= partials; number += 1) {
      await pause();
      const preview = { ...scene, preview: { number, of: partials } };
      yield* builder.preview(number - 1, await render(preview, { ...encoding(order), ...look }, io));
    }
    await pause();
    yield* builder.media(await render(scene, { ...encoding(order), ...look }, io));
  }
}

/** What the drawing cannot honour. */
export function drawingWarnings({ order, inputs }: Commission, field: string): Warning[] {
  if (order.background !== 'transparent' || inputs.length === 0) return [];
  const detail = 'The demo draws onto the input picture, which stays as opaque as it is.';
  return [{ kind: 'ignored', field, detail }];
}

function composeScene(commission: Commission, picture: number, thumbnails: readonly string[]): Scene {
  const { prompt, order, inputs, mask } = commission;
  const { negativePrompt, style, quality = 'medium', background, watermark = false } = order;
  const upon = inputs.length > 0;
  return {
    size: sizeOf(order),
    prompt,
    notes: [
      ...(style === undefined ? [] : [`style: ${style}`]),
      ...(negativePrompt === undefined ? [] : [`without: ${negativePrompt}`]),
    ],
    seed: `${order.seed ?? ''}/${picture}`,
    saturation: SATURATION[style ?? ''] ?? 0.6,
    detail: DETAIL[quality] ?? 10,
    ground: upon && !mask ? 'veil' : background === 'transparent' && !upon ? 'none' : 'full',
    watermark,
    thumbnails,
  };
}

async function render(scene: Scene, options: RenderOptions, io: ProcedureIo): Promise<MediaPart> {
  io.signal.throwIfAborted();
  const payload = await io.render(drawScene(scene), options);
  return { type: 'media', media: { from: 'inline', payload } };
}

function encoding({ format = 'png', compression }: ImageOrder): RenderOptions {
  return compression === undefined || format === 'png'
    ? { format }
    : { format, quality: Math.max(1, compression) };
}

/** The further inputs, small enough to stand inside the drawing. */
async function drawThumbnails({ inputs, order }: Commission, io: ProcedureIo): Promise<string[]> {
  const edge = thumbnailEdge(sizeOf(order));
  const blank = `<svg xmlns="http://www.w3.org/2000/svg" width="${edge}" height="${edge}"/>`;
  const urls: string[] = [];
  for (const under of inputs.slice(1, 1 + MOST_THUMBNAILS)) {
    const small = await io.render(blank, { format: 'png', under });
    const chunks: Uint8Array[] = [];
    for await (const chunk of small.read()) chunks.push(chunk);
    urls.push(`data:image/png;base64,${Buffer.concat(chunks).toString('base64')}`);
  }
  return urls;
}
