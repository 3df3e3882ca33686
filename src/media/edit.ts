import { availableParallelism } from 'node:os';
import type { Piscina } from 'piscina';
import { GatewayError } from '../contract/error.ts';
import type { Size } from '../contract/image.ts';
import type { Payload, Spool } from '../contract/payload.ts';
import type { RenderOptions } from '../contract/provider.ts';
import type { Encoded, Failure, Inspected, MadeMask, Task, TaskEdit } from './edit/task.ts';
import { buffersOf, spooled, toSource } from './edit/transport.ts';
import type { Edit } from './edits.ts';
import type { Box } from './remask.ts';
import { sniff } from './sniff.ts';

/** A picture after its edits. */
export interface FinishedImage extends Size {
  readonly payload: Payload;
  readonly mediaType: string;
  readonly hasAlpha: boolean;
  /** The model moved the picture's framing: what lies outside the mask could not be restored. */
  readonly framingMoved: boolean;
}

/** What a picture is, as `planImage` and `editsFor` take it. */
export interface InspectedImage extends Inspected {
  readonly mediaType: string;
}

/** A client's mask in our convention, at the size of the picture it belongs to. */
export interface PreparedMask {
  /** PNG, alpha 0 = repaint. */
  readonly payload: Payload;
  /** PNG, white = repaint, for models that take the mask as a further picture. */
  readonly reference: Payload;
  /** The smallest rectangle around the area to repaint. */
  readonly box: Box;
  readonly size: Size;
  /** The mask's own size, where it was another one. */
  readonly resizedFrom?: Size;
  readonly fromBlackAndWhite: boolean;
}

/**
 * Everything that decodes pixels. Errors: `too_large` over the pixel limit, `unsupported_media_type` for what is no raster
 * picture, `invalid_request` for a damaged one (the caller knows whose picture it was).
 */
export interface Editor {
  apply(source: Payload, edits: readonly Edit[], spool: Spool): Promise<FinishedImage>;
  /** Real format and size as shown. Decodes nothing where the first bytes tell. */
  inspect(payload: Payload): Promise<InspectedImage>;
  /** Whether it can be decoded to its last row. False for a damaged one; throws for everything else that is wrong. */
  decodes(payload: Payload): Promise<boolean>;
  /** Draws an SVG that the gateway itself wrote. */
  render(svg: string, options: RenderOptions, spool: Spool): Promise<Payload>;
  prepareMask(mask: Payload, picture: Payload, spool: Spool): Promise<PreparedMask>;
  close(): Promise<void>;
}

export interface EditorOptions {
  /** Pictures worked on at the same time; the others queue. Default 2, or 1 on one core. */
  readonly threads?: number;
  /** Asked for every picture. Default 64 million. */
  readonly maxPixels?: () => number;
}

const DEFAULT_MAX_PIXELS = 64_000_000;
const IDLE_MS = 60_000;
const BEST = 100;

/** The pool is loaded and threads start with the first picture; they end when idle. */
export function createEditor(options: EditorOptions = {}): Editor {
  const { maxPixels = () => DEFAULT_MAX_PIXELS } = options;
  let opened: Promise<Piscina> | undefined;
  const run = async <Result>(task: Task): Promise<Result> => {
    opened ??= openPool(options.threads ?? Math.min(2, availableParallelism()));
    const answer: unknown = await (await opened).run(
      { task, limits: { maxPixels: maxPixels() } },
      { transferList: buffersOf(task) },
    );
    if (isFailure(answer))
      throw new GatewayError(answer.failure.code, answer.failure.message, answer.failure);
    return answer as Result;
  };
  return {
    apply: (source, edits, spool) => apply(run, maxPixels(), source, edits, spool),
    inspect: (payload) => inspect(run, maxPixels(), payload),
    decodes: (payload) => decodes(run, maxPixels(), payload),
    render: (svg, renderOptions, spool) => render(run, svg, renderOptions, spool),
    prepareMask: (mask, picture, spool) => prepareMask(run, maxPixels(), mask, picture, spool),
    close: async () => (await opened)?.close(),
  };
}

async function openPool(maxThreads: number): Promise<Piscina> {
  const { Piscina } = await import('piscina');
  return new Piscina({ filename: workerUrl().href, minThreads: 0, maxThreads, idleTimeout: IDLE_MS });
}

/** The source is TypeScript; the published worker lies beside the bundle. */
const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './edit-worker.ts' : './edit-worker.js', import.meta.url);

type Run = <Result>(task: Task) => Promise<Result>;

const isFailure = (answer: unknown): answer is Failure =>
  typeof answer === 'object' && answer !== null && 'failure' in answer;

async function apply(
  run: Run,
  maxPixels: number,
  source: Payload,
  edits: readonly Edit[],
  spool: Spool,
): Promise<FinishedImage> {
  refuse(source, maxPixels);
  const task = {
    task: 'edit',
    source: await toSource(source),
    edits: await Promise.all(edits.map(toTaskEdit)),
  } as const;
  const { bytes, format, width, height, hasAlpha, framingMoved = false } = await run<Encoded>(task);
  const payload = await spooled(bytes, spool);
  return { payload, mediaType: `image/${format}`, width, height, hasAlpha, framingMoved };
}

async function toTaskEdit(edit: Edit): Promise<TaskEdit> {
  if (edit.do !== 'restore') return edit;
  return { do: 'restore', original: await toSource(edit.original), mask: await toSource(edit.mask) };
}

async function inspect(run: Run, maxPixels: number, payload: Payload): Promise<InspectedImage> {
  const { mediaType, format, width, height, hasAlpha } = refuse(payload, maxPixels);
  if (format && width && height && hasAlpha !== undefined)
    return { mediaType, format, width, height, hasAlpha };
  const found = await run<Inspected>({ task: 'inspect', source: await toSource(payload) });
  return { ...found, mediaType };
}

async function decodes(run: Run, maxPixels: number, payload: Payload): Promise<boolean> {
  refuse(payload, maxPixels);
  try {
    await run({ task: 'decode', source: await toSource(payload) });
    return true;
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'invalid_request') return false;
    throw error;
  }
}

async function render(run: Run, svg: string, options: RenderOptions, spool: Spool): Promise<Payload> {
  const { format, quality = BEST, under, mask } = options;
  const { bytes } = await run<Encoded>({
    task: 'render',
    svg,
    format,
    quality,
    ...(under && { under: await toSource(under) }),
    ...(mask && { mask: await toSource(mask) }),
  });
  return spooled(bytes, spool);
}

async function prepareMask(
  run: Run,
  maxPixels: number,
  mask: Payload,
  picture: Payload,
  spool: Spool,
): Promise<PreparedMask> {
  refuse(mask, maxPixels);
  refuse(picture, maxPixels);
  const task = { task: 'mask', mask: await toSource(mask), picture: await toSource(picture) } as const;
  const { alpha, reference, ...facts } = await run<MadeMask>(task);
  return { payload: await spooled(alpha, spool), reference: await spooled(reference, spool), ...facts };
}

const READABLE: ReadonlySet<string | undefined> = new Set(['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff']);

/** Before anything is decoded: no markup (SVG can reach files and hosts), no decompression bombs. */
function refuse(payload: Payload, maxPixels: number) {
  const found = sniff(payload.head);
  if (!found || !READABLE.has(found.format)) {
    const type = found?.mediaType ?? 'unknown';
    throw new GatewayError(
      'unsupported_media_type',
      `The file (type ${type}) is no picture that can be read.`,
    );
  }
  const pixels = (found.width ?? 0) * (found.height ?? 0);
  if (pixels > maxPixels) throw new GatewayError('too_large', 'The picture has too many pixels.');
  return found;
}
