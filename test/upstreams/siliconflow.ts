import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';
import { StoredPictures } from './stored-pictures.ts';

const KEY = 'sk-silicon-test';
const KOLORS = '1024x1024 960x1280 768x1024 720x1440 720x1280'.split(' ');
const QWEN = '1328x1328 1664x928 928x1664 1472x1140 1140x1472 1584x1056 1056x1584'.split(' ');

interface Kind {
  readonly fields: readonly string[];
  /** Empty: the model takes no size. */
  readonly sizes: readonly string[];
  readonly sources: readonly string[];
}
const FIELDS = ['model', 'prompt', 'seed', 'negative_prompt', 'num_inference_steps'];
const MODELS: { readonly [id: string]: Kind } = {
  'Kwai-Kolors/Kolors': {
    fields: [...FIELDS, 'image_size', 'batch_size', 'guidance_scale'],
    sizes: KOLORS,
    sources: [],
  },
  'Qwen/Qwen-Image': { fields: [...FIELDS, 'image_size', 'cfg'], sizes: QWEN, sources: [] },
  'Qwen/Qwen-Image-Edit-2509': {
    fields: [...FIELDS, 'image', 'image2', 'image3', 'cfg'],
    sizes: [],
    sources: ['image', 'image2', 'image3'],
  },
};

interface Body {
  readonly model?: string;
  readonly prompt?: string;
  readonly image_size?: string;
  readonly batch_size?: number;
  readonly [field: string]: unknown;
}

const invalid = (message: string, code = 20_015) => new Refusal(400, { code, message, data: null });

/** SiliconFlow's Images API under `/v1`. Key: `sk-silicon-test`. */
export function startSiliconflow(): Promise<Fake> {
  const files = new StoredPictures();
  return startFake(
    refusing(async (call) => {
      const file = files.find(call);
      if (file) return file;
      if (call.headers.authorization !== `Bearer ${KEY}`) throw new Refusal(401, 'Invalid token');
      if (call.path !== '/v1/images/generations') throw new Refusal(404, '404 page not found');
      return draw(call, files);
    }),
  );
}

async function draw(call: FakeCall, files: StoredPictures): Promise<FakeReply> {
  const body = (call.json ?? {}) as Body;
  const kind = MODELS[body.model ?? ''];
  if (!kind) throw invalid('Model does not exist. Please check it carefully.', 20_012);
  const unknown = Object.keys(body).find((name) => !kind.fields.includes(name));
  if (unknown) throw invalid(`${unknown} is not supported by this model`);
  if (!body.prompt) throw invalid('prompt is required');
  if (/forbidden/i.test(body.prompt))
    throw new Refusal(451, { code: 50_600, message: 'The prompt may be sensitive.', data: null });
  if (kind.sizes.length > 0 && !kind.sizes.includes(body.image_size ?? '')) throw invalid('image_size');
  if (!(Number(body.batch_size ?? 1) >= 1 && Number(body.batch_size ?? 1) <= 4)) throw invalid('batch_size');
  const sources = kind.sources.flatMap((name) => (body[name] === undefined ? [] : [bytesOf(body[name])]));
  if (kind.sources.length > 0 && sources.length === 0) throw invalid('image is required');
  const [width = 1024, height = 1024] = (body.image_size ?? '1024x1024').split('x').map(Number);
  const [from] = sources;
  const images = await Promise.all(
    Array.from({ length: body.batch_size ?? 1 }, async (_, at) => {
      const label = `${body.prompt}${at}`;
      const bytes = await makePicture({ width, height, format: 'png', label, ...(from && { from }) });
      return { url: files.add(call, bytes) };
    }),
  );
  return { json: { images, timings: { inference: 1.5 }, seed: 7 } };
}

function bytesOf(value: unknown): Buffer {
  const match = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/.exec(String(value));
  if (!match?.[2]) throw invalid('image is not readable');
  return Buffer.from(match[2], 'base64');
}
