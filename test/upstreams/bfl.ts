import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { inspectPicture, makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';
import { StoredPictures } from './stored-pictures.ts';

const KEY = 'bfl-test';

interface Body {
  readonly prompt?: string;
  readonly width?: number;
  readonly height?: number;
  readonly aspect_ratio?: string;
  readonly output_format?: string;
  readonly [field: string]: unknown;
}
/** What a poll answers next; each is told once, the last for ever. */
type Progress = { readonly status: string; readonly result: unknown }[];

const FLUX_2 = ['prompt', 'width', 'height', 'output_format', 'seed', 'safety_tolerance', 'disable_pup'];
const KONTEXT = ['prompt', 'aspect_ratio', 'output_format', 'seed', 'safety_tolerance', 'prompt_upsampling'];

const illegal = (field: string, msg: string) =>
  new Refusal(422, { detail: [{ loc: ['body', field], msg, type: 'value_error' }] });

/** BFL's API under `/v1`: submissions are polled under an address of their own. Key: `bfl-test`. */
export function startBfl(): Promise<Fake> {
  const files = new StoredPictures();
  const works = new Map<string, Progress>();
  return startFake(
    refusing(async (call) => {
      const file = files.find(call);
      if (file) return file;
      if (call.headers['x-key'] !== KEY) throw new Refusal(403, { detail: 'Not authenticated' });
      if (call.method === 'GET') return poll(call, works);
      return submit(call, works, files);
    }),
  );
}

function poll(call: FakeCall, works: Map<string, Progress>): FakeReply {
  const id = new URL(call.path, 'http://fake').searchParams.get('id') ?? '';
  const progress = works.get(id);
  if (!call.path.startsWith('/v1/regional/get_result?') || !progress)
    return { status: 404, json: { id, status: 'Task not found', result: null } };
  const now = progress.length > 1 ? progress.shift() : progress[0];
  return { json: { id, ...now } };
}

async function submit(
  call: FakeCall,
  works: Map<string, Progress>,
  files: StoredPictures,
): Promise<FakeReply> {
  const model = call.path.replace('/v1/', '');
  const kontext = /^flux-kontext-(pro|max)$/.test(model);
  if (!kontext && !/^flux-2-(pro|max|flex|klein-4b|klein-9b)$/.test(model))
    throw new Refusal(404, { detail: 'Not Found' });
  const body = (call.json ?? {}) as Body;
  const inputs = readInputs(body, kontext ? 1 : 8);
  checkFields(body, kontext ? KONTEXT : FLUX_2);
  const id = `work-${crypto.randomUUID()}`;
  works.set(id, [{ status: 'Pending', result: null }, await outcome(call, body, inputs, files)]);
  return {
    json: { id, polling_url: `http://${call.headers.host}/v1/regional/get_result?id=${id}`, cost: 3 },
  };
}

async function outcome(call: FakeCall, body: Body, inputs: readonly Buffer[], files: StoredPictures) {
  const { prompt = '', output_format = 'jpeg' } = body;
  const { width, height } = sizeOf(body);
  if (/forbidden/i.test(prompt)) return { status: 'Request Moderated', result: null };
  const [from] = inputs;
  if (from) await inspectPicture(from);
  const format = output_format === 'png' ? 'png' : 'jpeg';
  const bytes = await makePicture({ width, height, format, label: prompt, ...(from && { from }) });
  return { status: 'Ready', result: { sample: files.add(call, bytes), prompt } };
}

/** A megapixel of the ratio, unless the pixels are given. */
function sizeOf({ width = 1024, height = 1024, aspect_ratio }: Body) {
  const [across, down] = (aspect_ratio ?? '').split(':').map(Number);
  if (!across || !down) return { width, height };
  const edge = Math.round(Math.sqrt((1_048_576 * across) / down) / 16) * 16;
  return { width: edge, height: Math.round(1_048_576 / edge / 16) * 16 };
}

function readInputs(body: Body, most: number): Buffer[] {
  const names = Object.keys(body).filter((name) => name.startsWith('input_image'));
  return names.map((name, at) => {
    if (name !== (at === 0 ? 'input_image' : `input_image_${at + 1}`) || at >= most)
      throw illegal(name, 'Extra inputs are not permitted');
    const value = String(body[name]);
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) throw illegal(name, 'Invalid base64');
    return Buffer.from(value, 'base64');
  });
}

function checkFields(body: Body, allowed: readonly string[]): void {
  const known = (name: string) => allowed.includes(name) || name.startsWith('input_image');
  for (const name of Object.keys(body))
    if (!known(name)) throw illegal(name, 'Extra inputs are not permitted');
  if (typeof body.prompt !== 'string') throw illegal('prompt', 'Field required');
  for (const edge of ['width', 'height']) {
    const value = body[edge];
    const fits = typeof value === 'number' && value >= 64 && value % 16 === 0;
    if (value !== undefined && !fits) throw illegal(edge, 'must be a multiple of 16');
  }
  if ((body.width ?? 0) * (body.height ?? 0) > 4_194_304) throw illegal('width', 'at most 4 MP');
  if (!['png', 'jpeg', undefined].includes(body.output_format)) throw illegal('output_format', 'jpeg or png');
}
