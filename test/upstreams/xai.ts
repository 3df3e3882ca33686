import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { inspectPicture, makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';

const KEY = 'xai-test';
const MODELS = /^grok-imagine-image(-2\.0|-quality)?$/;
const FIELDS = ['model', 'prompt', 'n', 'response_format', 'aspect_ratio', 'resolution', 'quality', 'user'];
const RATIO = /^(1:1|3:4|4:3|9:16|16:9|2:3|3:2|9:19\.5|19\.5:9|9:20|20:9|1:2|2:1|auto)$/;

const invalid = (error: string) => new Refusal(400, { code: 'Client specified an invalid argument', error });

interface Body {
  readonly model?: string;
  readonly prompt?: string;
  readonly n?: number;
  readonly response_format?: string;
  readonly aspect_ratio?: string;
  readonly resolution?: string;
  readonly image?: Source;
  readonly images?: readonly Source[];
}
interface Source {
  readonly type?: string;
  readonly url?: string;
}

/** xAI's Images API under `/v1`, strict about its fields. Key: `xai-test`. */
export const startXai = (): Promise<Fake> => startFake(refusing(answer));

async function answer(call: FakeCall): Promise<FakeReply> {
  if (call.headers.authorization !== `Bearer ${KEY}`) throw invalid('Incorrect API key provided: xa***st.');
  const edits = call.path === '/v1/images/edits';
  if (!edits && call.path !== '/v1/images/generations') throw new Refusal(404, { error: 'no such route' });
  const body = (call.json ?? {}) as Body;
  checkFields(body, edits);
  const inputs = await Promise.all(sourcesOf(body).map(readSource));
  if (/forbidden/i.test(body.prompt ?? '')) throw invalid('Generated image rejected by content moderation.');
  const size = await sizeOf(body, inputs);
  const [from] = inputs;
  const data = await Promise.all(
    Array.from({ length: body.n ?? 1 }, async (_, index) => {
      const label = `${body.prompt}${index}`;
      const bytes = await makePicture({ ...size, format: 'jpeg', label, ...(from && { from }) });
      return { b64_json: bytes.toString('base64'), mime_type: 'image/jpeg', respect_moderation: true };
    }),
  );
  return { json: { data, usage: { cost_in_usd_ticks: 200_000_000 * data.length } } };
}

function checkFields(body: Body, edits: boolean): void {
  const allowed = edits ? [...FIELDS, 'image', 'images'] : FIELDS;
  for (const field of Object.keys(body))
    if (!allowed.includes(field)) throw invalid(`Argument not supported: ${field}`);
  if (!MODELS.test(body.model ?? '')) {
    throw new Refusal(404, {
      code: 'Some requested entity was not found',
      error: `The model ${body.model} does not exist or your team does not have access to it.`,
    });
  }
  if (!body.prompt) throw invalid('prompt is required');
  if (!(Number(body.n ?? 1) >= 1 && Number(body.n ?? 1) <= 10)) throw invalid('n must be 1 to 10');
  if (body.response_format !== 'b64_json') throw invalid('links are not imitated');
  if (!['1k', '2k', undefined].includes(body.resolution)) throw invalid('resolution must be 1k or 2k');
  if (body.aspect_ratio !== undefined && !RATIO.test(body.aspect_ratio)) throw invalid('aspect_ratio');
}

function sourcesOf({ image, images }: Body): readonly Source[] {
  const list = images ?? (image ? [image] : []);
  if (list.length > 3) throw invalid('at most 3 images');
  return list;
}

function readSource({ type, url }: Source): Buffer {
  const match = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/.exec(url ?? '');
  if (type !== 'image_url' || !match?.[2]) throw invalid('not an image');
  return Buffer.from(match[2], 'base64');
}

async function sizeOf({ aspect_ratio = '1:1', resolution = '1k' }: Body, inputs: readonly Buffer[]) {
  const [only] = inputs;
  if (only && inputs.length === 1) {
    const { width, height } = await inspectPicture(only);
    return { width, height };
  }
  const [across = 1, down = 1] = aspect_ratio === 'auto' ? [1, 1] : aspect_ratio.split(':').map(Number);
  const edge = resolution === '2k' ? 2048 : 1024;
  const width = Math.round((edge * Math.sqrt(across / down)) / 16) * 16;
  return { width, height: Math.round((edge * edge) / width / 16) * 16 };
}
