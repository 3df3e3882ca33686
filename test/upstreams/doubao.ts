import sharp from 'sharp';
import { chat } from './doubao-chat.ts';
import { illegal, Refusal, unknownModel } from './doubao-refusal.ts';
import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { inspectPicture, isSeeThrough, makePicture, type PictureOptions } from './picture.ts';

const KEY = 'ark-test';

/** What one Seedream version takes; written down again, from the specification, so that the gateway's own table is tested. */
interface Version {
  readonly name: RegExp;
  readonly tiers: Record<string, number>;
  readonly pixels: readonly [min: number, max: number];
  readonly references: number;
  /** Fields beyond those every version takes. */
  readonly fields: readonly string[];
  readonly backgrounds?: readonly string[];
}

const PRO_TIERS = { '1K': 1024, '1.5K': 1536, '2K': 2048 };
const GROUP = ['stream', 'sequential_image_generation', 'sequential_image_generation_options'];
const PRO_PIXELS = [921_600, 4_624_220] as const;

const VERSIONS: readonly Version[] = [
  {
    name: /^(dola|doubao)-seedream-5[-.]5/,
    tiers: PRO_TIERS,
    pixels: PRO_PIXELS,
    references: 10,
    fields: ['output_format', 'background'],
    backgrounds: ['auto', 'opaque', 'transparent'],
  },
  {
    name: /^(dola|doubao)-seedream-5[-.]0-(pro|flash)/,
    tiers: PRO_TIERS,
    pixels: PRO_PIXELS,
    references: 10,
    fields: ['output_format', 'background', 'seed', 'optimize_prompt_options'],
    backgrounds: ['opaque', 'transparent'],
  },
  {
    name: /^(doubao-)?seedream-5[-.]0/,
    tiers: { '2K': 2048, '3K': 3072, '4K': 4096 },
    pixels: [3_686_400, 16_777_216],
    references: 14,
    fields: ['output_format', 'tools', ...GROUP],
  },
  {
    name: /^((doubao-)?seedream-4[-.]5|ep-)/,
    tiers: { '2K': 2048, '4K': 4096 },
    pixels: [3_686_400, 16_777_216],
    references: 14,
    fields: GROUP,
  },
  {
    name: /^(doubao-)?see(d-)?dream-4[-.]0/,
    tiers: { '1K': 1024, '2K': 2048, '4K': 4096 },
    pixels: [921_600, 16_777_216],
    references: 14,
    fields: ['optimize_prompt_options', ...GROUP],
  },
  {
    name: /^(doubao-)?seedream-3[-.]0-t2i/,
    tiers: {},
    pixels: [262_144, 4_194_304],
    references: 0,
    fields: ['seed', 'guidance_scale'],
  },
];
const EVERYWHERE = ['model', 'prompt', 'image', 'size', 'response_format', 'watermark'];

interface ImagesBody {
  readonly model?: string;
  readonly prompt?: string;
  readonly image?: string | readonly string[];
  readonly size?: string;
  readonly response_format?: string;
  readonly output_format?: string;
  readonly background?: string;
  readonly watermark?: boolean;
  readonly seed?: number;
}

/** Volcengine Ark under `/api/v3`: pictures by Seedream versions, each strict about its own fields, and chat. Key: `ark-test`. */
export function startDoubao(): Promise<Fake> {
  const files = new Map<string, Buffer>();
  return startFake(async (call) => {
    try {
      const file = files.get(call.path);
      if (call.method === 'GET' && file) return { headers: { 'content-type': 'image/*' }, body: file };
      if (call.headers.authorization !== `Bearer ${KEY}`) {
        throw new Refusal(401, 'AuthenticationError', 'The API key in the request is missing or invalid.');
      }
      if (call.method === 'POST' && call.path === '/api/v3/images/generations')
        return await draw(call, files);
      if (call.method === 'POST' && call.path === '/api/v3/chat/completions') return await chat(call);
      throw new Refusal(404, 'InvalidAction', 'The requested path does not exist.');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, message, param } = error;
      return {
        status,
        json: { error: { code, message, param, type: status === 400 ? 'BadRequest' : code } },
      };
    }
  });
}

async function draw(call: FakeCall, files: Map<string, Buffer>): Promise<FakeReply> {
  const body = (call.json ?? {}) as ImagesBody;
  const version = checkFields(body);
  const inputs = await Promise.all(references(body, version).map(readReference));
  const { width, height } = checkSize(body, version);
  await checkBackground(body, version, inputs);
  const prompt = body.prompt ?? '';
  if (/forbidden/i.test(prompt)) {
    const message = 'The request failed because the input text may contain sensitive information.';
    throw new Refusal(400, 'InputTextSensitiveContentDetected', message);
  }
  const [first] = inputs;
  const options: PictureOptions = {
    width,
    height,
    format: body.output_format === 'png' ? 'png' : 'jpeg',
    alpha: body.background === 'transparent',
    label: `${prompt} ${body.seed ?? ''}`,
    ...(first && { from: first }),
  };
  const plain = await makePicture(options);
  const bytes = body.watermark === false ? plain : await mark(plain, options);
  const tokens = Math.round((width * height) / 256);
  return {
    json: {
      model: (body.model ?? '').replace(/-\d{6}$/, ''),
      created: Math.floor(Date.now() / 1000),
      data: [{ ...deliver(bytes, body, call, files), size: `${width}x${height}` }],
      usage: { generated_images: 1, output_tokens: tokens, total_tokens: tokens },
    },
  };
}

function deliver(bytes: Buffer, body: ImagesBody, call: FakeCall, files: Map<string, Buffer>) {
  if (body.response_format === 'b64_json') return { b64_json: bytes.toString('base64') };
  const path = `/files/${files.size}`;
  files.set(path, bytes);
  return { url: `http://${call.headers.host}${path}` };
}

function checkFields(body: ImagesBody): Version {
  for (const field of ['model', 'prompt'] as const) {
    if (!body[field]) {
      const message = `The request is missing the \`${field}\` parameter.`;
      throw new Refusal(400, 'MissingParameter', message, field);
    }
  }
  const { model = '' } = body;
  const version = VERSIONS.find(({ name }) => name.test(model));
  if (!version) throw unknownModel(model);
  for (const [field, value] of Object.entries(body)) {
    const known = EVERYWHERE.includes(field) || version.fields.includes(field);
    if (!known) throw illegal(field, `not supported by ${model}`);
    const imitated = !GROUP.includes(field) || value === false || value === 'disabled';
    if (!imitated) throw illegal(field, 'groups and streams are not imitated');
  }
  if (body.watermark !== undefined && typeof body.watermark !== 'boolean')
    throw illegal('watermark', 'not a bool');
  if (!['url', 'b64_json', undefined].includes(body.response_format))
    throw illegal('response_format', 'unknown');
  if (!['png', 'jpeg', undefined].includes(body.output_format)) throw illegal('output_format', 'png or jpeg');
  return version;
}

function checkSize({ size = '2048x2048' }: ImagesBody, { tiers, pixels }: Version) {
  const edge = tiers[size];
  if (edge !== undefined) return { width: edge, height: edge };
  const match = /^(\d+)x(\d+)$/.exec(size);
  if (!match) throw illegal('size', `${size} is no tier of this model and no WxH`);
  const [width, height] = [Number(match[1]), Number(match[2])];
  const area = width * height;
  if (area < pixels[0]) throw illegal('size', `image size must be at least ${pixels[0]} pixels`);
  if (area > pixels[1]) throw illegal('size', `image size must be at most ${pixels[1]} pixels`);
  if (Math.max(width / height, height / width) > 16) throw illegal('size', 'aspect ratio beyond 1:16');
  return { width, height };
}

function references({ image }: ImagesBody, version: Version): readonly string[] {
  const list = image === undefined ? [] : typeof image === 'string' ? [image] : image;
  if (list.length > version.references) throw illegal('image', `at most ${version.references} pictures`);
  return list;
}

async function readReference(url: string): Promise<Buffer> {
  const match = /^data:image\/(png|jpeg|webp|bmp|tiff|gif|heic|heif);base64,([A-Za-z0-9+/]+={0,2})$/.exec(
    url,
  );
  if (!match?.[2])
    throw new Refusal(400, 'InvalidImageURL.InvalidFormat', 'The image url is not valid.', 'image');
  const bytes = Buffer.from(match[2], 'base64');
  const { width, height } = await inspectPicture(bytes).catch(() => {
    throw illegal('image', 'not a picture');
  });
  if (Math.min(width, height) <= 14 || width * height > 36_000_000) throw illegal('image', 'pixels');
  return bytes;
}

async function checkBackground(body: ImagesBody, version: Version, inputs: readonly Buffer[]): Promise<void> {
  const { background, output_format } = body;
  if (background === undefined) return;
  if (!version.backgrounds?.includes(background))
    throw illegal('background', `${background} is not supported`);
  if (background !== 'transparent') return;
  if (output_format !== 'png') throw illegal('background', 'transparent needs output_format png');
  if (version.backgrounds.includes('auto')) return;
  const [only] = inputs;
  const fits =
    inputs.length === 1 &&
    only &&
    (await inspectPicture(only)).format === 'png' &&
    (await isSeeThrough(only));
  if (!fits) throw illegal('background', 'transparent needs exactly one PNG with transparent pixels');
}

/** The visible mark: a white box with a red edge, bottom right. */
function mark(bytes: Buffer, { width, height, alpha }: PictureOptions): Promise<Buffer> {
  const [w, h] = [Math.ceil(width / 5), Math.ceil(height / 12)];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="${w}" height="${h}" fill="#fff" stroke="#f00" stroke-width="8"/></svg>`;
  const marked = sharp(bytes).composite([{ input: Buffer.from(svg), gravity: 'southeast' }]);
  return (alpha ? marked : marked.removeAlpha()).toBuffer();
}
