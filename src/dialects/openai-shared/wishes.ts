import { GatewayError, invalid } from '../../contract/error.ts';
import type { ImageWishes, Size, WishFields } from '../../contract/image.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';

/** Image parameters as OpenAI-shaped clients spell them, read into wishes. */
export interface DecodedWishes {
  readonly wishes: ImageWishes;
  /** Each wish's path in the client's request. */
  readonly fields: WishFields;
  /** Members that are no image parameter this gateway knows. */
  readonly rest: TreeObject;
}

type Wish = keyof ImageWishes;
type Reader = (value: Tree, at: string) => Partial<ImageWishes>;

/** Every accepted spelling → how it is read. Several spellings may mean one wish. */
const READERS: { readonly [name: string]: Reader } = {
  n: (value, at) => ({ count: integer(value, at, 1, 10) }),
  size: readSize,
  image_size: readSize,
  resolution: readSize,
  aspect_ratio: (value, at) => readRatio(value, at),
  quality: oneOf('quality', ['auto', 'low', 'medium', 'high', 'xhigh', 'max', 'hd', 'standard']),
  background: oneOf('background', ['auto', 'opaque', 'transparent']),
  output_format: readFormat,
  output_compression: (value, at) => ({ compression: integer(value, at, 0, 100) }),
  input_fidelity: oneOf('inputFidelity', ['low', 'high']),
  moderation: oneOf('moderation', ['low', 'auto']),
  watermark: (value, at) => ({ watermark: boolean(value, at) }),
  seed: (value, at) => ({ seed: integer(value, at, -1, 4_294_967_295) }),
  negative_prompt: (value, at) => ({ negativePrompt: text(value, at) }),
  style: (value, at) => ({ style: text(value, at) }),
  partial_images: (value, at) => ({ partials: integer(value, at, 0, 100) }),
  response_format: readDelivery,
  delivery: readDelivery,
  strict: (value, at) => ({ strict: boolean(value, at) }),
};

/** Every name an image parameter may have, beside those that are read apart. */
export const WISH_NAMES: readonly string[] = [...Object.keys(READERS), 'input_image_mask', 'model'];

/**
 * Reads the image parameters among the members of `source`; null counts as absent.
 * @param at path of `source` in the client's request, empty for the body itself
 * @throws GatewayError `invalid_request` naming the field
 */
export function decodeWishes(source: TreeObject, at: string): DecodedWishes {
  const wishes: { [wish: string]: unknown } = {};
  const fields: { [wish: string]: string } = {};
  const rest: { [name: string]: Tree } = {};
  for (const [name, value] of Object.entries(source)) {
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (value === null || value === undefined) continue;
    if (!read) {
      rest[name] = value;
      continue;
    }
    const path = at === '' ? name : `${at}.${name}`;
    for (const [wish, wished] of Object.entries(read(value, path))) {
      wishes[wish] = wished;
      fields[wish] = path;
    }
  }
  return { wishes: wishes as ImageWishes, fields: fields as WishFields, rest };
}

/** Joins wishes read from several places; later ones win. */
export function mergeWishes(...all: readonly DecodedWishes[]): Pick<DecodedWishes, 'wishes' | 'fields'> {
  return {
    wishes: Object.assign({}, ...all.map((each) => each.wishes)),
    fields: Object.assign({}, ...all.map((each) => each.fields)),
  };
}

const TIER = /^(0\.5|1|1\.5|2|3|4)k$/i;

/** `1024x1024` and `auto`; `2K` and `512` name a tier without a shape, `16:9` a shape without a size. */
function readSize(value: Tree, at: string): Partial<ImageWishes> {
  if (typeof value !== 'string') throw invalid(at, `${at} must be a string such as "1024x1024" or "auto".`);
  const size = value.trim();
  if (size === 'auto') return { size: 'auto' };
  if (TIER.test(size) || size === '512') return { tier: size.toUpperCase() };
  if (/^\d+(\.\d+)?:\d+(\.\d+)?$/.test(size)) return readRatio(size, at);
  const pixels = parsePixels(size);
  if (!pixels) {
    throw invalid(
      at,
      `${at} is "${size.slice(0, 40)}"; use WIDTHxHEIGHT such as "1024x1024" (sides up to ${MAX_EDGE}), a tier such as "2K", or "auto".`,
    );
  }
  return { size: pixels };
}

const MAX_EDGE = 16_384;

function parsePixels(size: string): Size | undefined {
  const [, w, h] = /^(\d{1,5})[x*\u00d7](\d{1,5})$/i.exec(size) ?? [];
  const [width, height] = [Number(w), Number(h)];
  return width >= 1 && height >= 1 && width <= MAX_EDGE && height <= MAX_EDGE ? { width, height } : undefined;
}

function readRatio(value: Tree, at: string): Partial<ImageWishes> {
  if (value === 'auto') return { size: 'auto' };
  const [, w, h] =
    typeof value === 'string' ? (/^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(value.trim()) ?? []) : [];
  if (!(Number(w) > 0 && Number(h) > 0)) throw invalid(at, `${at} must be a ratio such as "16:9".`);
  return { aspectRatio: `${Number(w)}:${Number(h)}` };
}

function readFormat(value: Tree, at: string): Partial<ImageWishes> {
  return oneOf('format', ['png', 'webp', 'jpeg'])(value === 'jpg' ? 'jpeg' : value, at);
}

function readDelivery(value: Tree, at: string): Partial<ImageWishes> {
  if (value === 'b64_json' || value === 'inline') return { delivery: 'inline' };
  if (value === 'url') return { delivery: 'url' };
  throw invalid(at, `${at} must be one of: b64_json, url.`);
}

function oneOf<W extends Wish>(wish: W, allowed: readonly (ImageWishes[W] & string)[]): Reader {
  return (value, at) => {
    if (!allowed.some((each) => each === value)) {
      throw invalid(at, `${at} is ${shown(value)}; it must be one of: ${allowed.join(', ')}.`);
    }
    return { [wish]: value } as Partial<ImageWishes>;
  };
}

function integer(value: Tree, at: string, min: number, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalid(at, `${at} is ${shown(value)}; it must be a whole number from ${min} to ${max}.`);
}

function boolean(value: Tree, at: string): boolean {
  if (typeof value === 'boolean') return value;
  throw invalid(at, `${at} is ${shown(value)}; it must be true or false.`);
}

function text(value: Tree, at: string): string {
  if (typeof value === 'string') return value;
  throw new GatewayError('invalid_request', `${at} must be a string.`, { field: at });
}

const shown = (value: Tree): string =>
  typeof value === 'string'
    ? `"${value.slice(0, 40)}"`
    : typeof value === 'object'
      ? 'of another type'
      : String(value);
