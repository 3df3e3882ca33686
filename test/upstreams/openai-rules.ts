import { inspectPicture, isSeeThrough, makePicture } from './picture.ts';

/** An answer in OpenAI's error format; thrown anywhere in the fake. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: { readonly error: Record<string, unknown> };

  constructor(status: number, error: Record<string, unknown>) {
    super(String(error.message));
    this.status = status;
    this.body = { error: { param: null, code: null, ...error } };
  }
}

export const refuse = (param: string | null, code: string, message: string): Refusal =>
  new Refusal(400, { type: 'invalid_request_error', param, code, message });

export const unknownModel = (model: unknown): Refusal =>
  new Refusal(404, {
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: `The model \`${String(model)}\` does not exist or you do not have access to it.`,
  });

const BLOCKED = 'Your request was rejected by the safety system. safety_violations=[violence]';
export const BLOCKED_ERROR = {
  message: BLOCKED,
  type: 'image_generation_user_error',
  param: null,
  code: 'moderation_blocked',
  moderation_details: { moderation_stage: 'input', categories: ['violence', 'gore'] },
};

export function refuseForbidden(prompt: string): void {
  if (/forbidden/i.test(prompt)) throw new Refusal(400, BLOCKED_ERROR);
}

/** Refuses the first field that is not on the list, as OpenAI does. */
export function refuseUnknown(fields: Iterable<string>, known: readonly string[], prefix = ''): void {
  for (const field of fields) {
    const name = prefix + field;
    if (!known.includes(field)) throw refuse(name, 'unknown_parameter', `Unknown parameter: '${name}'.`);
  }
}

/** One image model's rules, written down again from the specification so that the gateway's own table is tested. */
interface ImageModel {
  readonly name: RegExp;
  readonly sizes: 'free' | readonly string[];
  readonly fine?: boolean;
  readonly fidelity: readonly string[];
}

const THREE = ['1024x1024', '1536x1024', '1024x1536'];
const IMAGE_MODELS: readonly ImageModel[] = [
  { name: /^gpt-image-2\.[56]-(sunburst|flare)/, sizes: 'free', fine: true, fidelity: [] },
  { name: /^gpt-image-2(-\d{4}-\d\d-\d\d)?$/, sizes: 'free', fidelity: [] },
  { name: /^gpt-image-1\.5$|^chatgpt-image-latest$/, sizes: THREE, fidelity: ['low', 'high'] },
  { name: /^gpt-image-1-mini$/, sizes: THREE, fidelity: ['low'] },
];
const RETIRED: ImageModel = { name: /^gpt-image-1$/, sizes: THREE, fidelity: ['low', 'high'] };

export interface Rules {
  /** Further keys it takes. */
  readonly keys?: readonly string[];
  /** Still answers to gpt-image-1, as relays and private deployments do. */
  readonly serveRetired: boolean;
  /** The account has the preview of transparent backgrounds on gpt-image-2. */
  readonly transparentPreview: boolean;
}

export function imageModel(name: unknown, rules: Rules): ImageModel {
  const models = rules.serveRetired ? [...IMAGE_MODELS, RETIRED] : IMAGE_MODELS;
  const model = models.find((each) => each.name.test(String(name)));
  if (!model) throw unknownModel(name);
  return model;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly quality: string;
  readonly background: 'opaque' | 'transparent';
  readonly compression: number;
}

/** Checks every drawing parameter, of the Images API or of the tool, and says what is to be drawn. */
export function checkDrawing(fields: Record<string, unknown>, rules: Rules): Drawing {
  const model = imageModel(fields.model, rules);
  const { width, height } = checkSize(fields.size ?? 'auto', model);
  const words = model.fine
    ? ['auto', 'low', 'medium', 'high', 'xhigh', 'max']
    : ['auto', 'low', 'medium', 'high'];
  const quality = oneOf('quality', fields.quality ?? 'auto', words);
  const format = oneOf('output_format', fields.output_format ?? 'png', ['png', 'jpeg', 'webp']);
  oneOf('moderation', fields.moderation ?? 'auto', ['auto', 'low']);
  if (fields.input_fidelity !== undefined && !model.fidelity.includes(String(fields.input_fidelity))) {
    throw refuse(
      'input_fidelity',
      'invalid_input_fidelity_model',
      'This model does not take input_fidelity.',
    );
  }
  return {
    width,
    height,
    format: format as Drawing['format'],
    quality: quality === 'auto' ? 'medium' : quality,
    background: checkBackground(fields, format, rules),
    compression: checkCompression(fields.output_compression, format),
  };
}

function checkBackground(
  fields: Record<string, unknown>,
  format: string,
  rules: Rules,
): Drawing['background'] {
  const background = oneOf('background', fields.background ?? 'auto', ['auto', 'opaque', 'transparent']);
  if (background !== 'transparent') return 'opaque';
  if (format === 'jpeg')
    throw refuse('background', 'invalid_value', 'Transparent background needs png or webp.');
  if (!rules.transparentPreview && /^gpt-image-2(-\d|$)/.test(String(fields.model))) {
    throw refuse('background', 'invalid_value', 'Transparent background is not supported for this model.');
  }
  return background;
}

function checkCompression(value: unknown, format: string): number {
  if (value === undefined) return 100;
  const compression = integer('output_compression', value, 0, 100);
  if (format === 'png')
    throw refuse('output_compression', 'invalid_value', 'Compression needs jpeg or webp.');
  return compression;
}

function checkSize(size: unknown, model: ImageModel): { width: number; height: number } {
  const [, w, h] = /^(\d+)x(\d+)$/.exec(String(size)) ?? [];
  const width = Number(w ?? 1024);
  const height = Number(h ?? 1024);
  const legal = size === 'auto' || (w !== undefined && isLegal(width, height, model));
  if (!legal) throw refuse('size', 'invalid_value', `Invalid value: '${String(size)}' for this model.`);
  return { width, height };
}

function isLegal(width: number, height: number, { sizes }: ImageModel): boolean {
  if (sizes !== 'free') return sizes.includes(`${width}x${height}`);
  const pixels = width * height;
  const ratio = Math.max(width, height) / Math.min(width, height);
  const inBounds = pixels >= 655_360 && pixels <= 8_294_400 && Math.max(width, height) <= 3840;
  return inBounds && ratio <= 3 && width % 16 === 0 && height % 16 === 0;
}

export function oneOf(param: string, value: unknown, allowed: readonly string[]): string {
  if (typeof value === 'string' && allowed.includes(value)) return value;
  throw refuse(
    param,
    'invalid_value',
    `Invalid value: '${String(value)}'. Supported: ${allowed.join(', ')}.`,
  );
}

/** Takes the text of a form field too. */
export function integer(param: string, value: unknown, min: number, max: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw refuse(param, 'invalid_value', `Expected an integer from ${min} to ${max}.`);
}

export const draw = (drawing: Drawing, label: string, from?: Buffer): Promise<Buffer> =>
  makePicture({
    width: drawing.width,
    height: drawing.height,
    format: drawing.format,
    alpha: drawing.background === 'transparent',
    quality: Math.max(1, drawing.compression),
    label,
    ...(from && { from }),
  });

/** The resolved values that OpenAI puts beside every picture. */
export const resolved = (drawing: Drawing) => ({
  size: `${drawing.width}x${drawing.height}`,
  quality: drawing.quality,
  background: drawing.background,
  output_format: drawing.format,
});

/** Every input must really decode. */
export async function checkInput(picture: Buffer, param: string) {
  const facts = await inspectPicture(picture).catch(() => undefined);
  if (!facts || !['png', 'jpeg', 'webp'].includes(facts.format)) {
    throw refuse(param, 'invalid_image_file', 'Invalid image file or mode.');
  }
  return facts;
}

/** A mask is a PNG with alpha, as large as the first picture. */
export async function checkMask(mask: Buffer, first: Buffer, param: string): Promise<void> {
  const facts = await checkInput(mask, param);
  const { width, height } = await checkInput(first, 'image');
  if (facts.format !== 'png' || !facts.hasAlpha || !(await isSeeThrough(mask))) {
    throw refuse(param, 'invalid_image_file', 'The mask must be a PNG with transparent pixels.');
  }
  if (facts.width !== width || facts.height !== height) {
    throw refuse(param, 'invalid_image_file', 'The mask must have the size of the image.');
  }
}
