import { FAKE_MODELS, type FakeModel } from './openrouter-models.ts';
import { inspectPicture, makePicture } from './picture.ts';

/** An error of OpenRouter. */
export class Refusal extends Error {
  readonly code: number;
  readonly metadata: object | undefined;

  constructor(code: number, message: string, metadata?: object) {
    super(message);
    this.code = code;
    this.metadata = metadata;
  }
}

export function find(model: string | undefined): FakeModel {
  const found = FAKE_MODELS.find(({ name }) => name.test(model ?? ''));
  if (!found) throw new Refusal(400, `${model} is not a valid model ID`);
  return found;
}

export const oneOf = (name: string, value: string | undefined, allowed: readonly string[]): void => {
  if (value !== undefined && !allowed.includes(value)) throw new Refusal(400, `Invalid ${name}: ${value}`);
};

export interface Wishes {
  readonly aspect_ratio?: string;
  readonly image_size?: string;
  readonly resolution?: string;
  readonly size?: string;
  readonly quality?: string;
  readonly background?: string;
  readonly output_format?: 'png' | 'jpeg' | 'webp';
  readonly output_compression?: number;
}

export interface Drawn {
  readonly bytes: Buffer;
  readonly type: string;
}

/** Checks what the model takes and draws it; what it does not know, it ignores. */
export async function draw(
  model: FakeModel,
  wishes: Wishes,
  prompt: string,
  inputs: readonly Buffer[],
): Promise<Drawn> {
  oneOf('quality', wishes.quality, ['auto', 'low', 'medium', 'high', 'xhigh', 'max']);
  oneOf('background', wishes.background, ['auto', 'opaque', 'transparent']);
  oneOf('output_format', wishes.output_format, ['png', 'jpeg', 'webp', 'svg']);
  if (inputs.length > model.references) throw new Refusal(400, `At most ${model.references} references`);
  const see = wishes.background === 'transparent';
  if (see && wishes.output_format === 'jpeg') throw new Refusal(400, 'transparent needs png or webp');
  const format = model.format === 'asked' ? (wishes.output_format ?? 'png') : model.format;
  const [width, height] = model.ratios ? ratioPixels(model, wishes) : sizePixels(wishes);
  const [first] = inputs;
  const bytes = await makePicture({
    width,
    height,
    format,
    label: prompt,
    alpha: see && model.transparent === true,
    ...(wishes.output_compression !== undefined && { quality: Math.max(1, wishes.output_compression) }),
    ...(first && { from: first }),
  });
  return { bytes, type: `image/${format}` };
}

const SCALE: Record<string, number> = { '0.5K': 0.5, '512': 0.5, '1K': 1, '2K': 2, '4K': 4 };

function ratioPixels(model: FakeModel, wishes: Wishes): readonly [number, number] {
  const { aspect_ratio: ratio = '1:1' } = wishes;
  const tier = wishes.image_size ?? wishes.resolution;
  const pixels = model.ratios?.[ratio];
  if (!pixels) throw new Refusal(400, `Invalid aspect_ratio: ${ratio}`);
  oneOf('image_size', tier, model.tiers ?? []);
  const scale = SCALE[tier ?? '1K'] ?? 1;
  return [pixels[0] * scale, pixels[1] * scale];
}

function sizePixels({ size = '1024x1024' }: Wishes): readonly [number, number] {
  const match = /^(\d+)x(\d+)$/.exec(size);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || width % 16 > 0 || height % 16 > 0 || width * height < 655_360) {
    throw new Refusal(400, 'Provider returned error', {
      provider_name: 'OpenAI',
      raw: `Invalid size '${size}'`,
    });
  }
  return [width, height];
}

export async function readPicture(url: unknown): Promise<Buffer> {
  const match = typeof url === 'string' && /^data:image\/(png|jpeg|webp|gif);base64,(.+)$/.exec(url);
  if (!match) throw new Refusal(400, 'Invalid image URL', { error_type: 'invalid_image' });
  const bytes = Buffer.from(match[2] ?? '', 'base64');
  await inspectPicture(bytes).catch(() => {
    throw new Refusal(400, 'Invalid image', { error_type: 'invalid_image' });
  });
  return bytes;
}

export const COST = { cost: 0.04, is_byok: false, cost_details: { upstream_inference_cost: null } };
export const usage = (text: number, image: number) => ({
  prompt_tokens: 20,
  completion_tokens: text + image,
  total_tokens: 20 + text + image,
  prompt_tokens_details: { cached_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, image_tokens: image },
  ...COST,
});
