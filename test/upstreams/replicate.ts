import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { inspectPicture, makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';
import { StoredPictures } from './stored-pictures.ts';

const KEY = 'r8_test';
const VERSION = 'a'.repeat(64);
const FLUX_2 = ['prompt', 'aspect_ratio', 'width', 'height', 'input_images', 'safety_tolerance', 'seed'];
const SCHNELL = ['prompt', 'aspect_ratio', 'num_outputs', 'disable_safety_checker', 'seed'];
const OUTPUT = ['output_format', 'output_quality'];
const MODELS: { readonly [name: string]: readonly string[] } = {
  'black-forest-labs/flux-2-pro': [...FLUX_2, ...OUTPUT],
  'black-forest-labs/flux-schnell': [...SCHNELL, ...OUTPUT],
  [VERSION]: ['prompt', 'mood'],
};

interface Input {
  readonly prompt?: string;
  readonly aspect_ratio?: string;
  readonly width?: number;
  readonly height?: number;
  readonly num_outputs?: number;
  readonly output_format?: string;
  readonly input_images?: readonly string[];
  readonly [field: string]: unknown;
}
type Prediction = { readonly status: string; readonly output?: unknown; readonly error?: string };

const invalid = (detail: string) =>
  new Refusal(422, { title: 'Input validation failed', detail, status: 422 });
const missing = () => new Refusal(404, { detail: 'The requested resource could not be found.', status: 404 });

/** Replicate's HTTP API under `/v1`. Key: `r8_test`. */
export function startReplicate(): Promise<Fake> {
  const files = new StoredPictures();
  const predictions = new Map<string, Prediction[]>();
  return startFake(
    refusing(async (call) => {
      const file = files.find(call);
      if (file) return file;
      if (call.headers.authorization !== `Bearer ${KEY}`) {
        const detail = 'You did not pass a valid authentication token';
        throw new Refusal(401, { title: 'Unauthenticated', detail, status: 401 });
      }
      if (call.path === '/v1/files') return upload(call, files);
      const [, id, cancel] = /^\/v1\/predictions\/([^/]+)(\/cancel)?$/.exec(call.path) ?? [];
      if (id !== undefined) return follow(id, cancel !== undefined, predictions);
      return create(call, predictions, files);
    }),
  );
}

function upload(call: FakeCall, files: StoredPictures): FakeReply {
  const part = call.form.find(({ name }) => name === 'content');
  if (!part) throw invalid('Missing content');
  return { status: 201, json: { id: 'f', urls: { get: files.add(call, part.data) } } };
}

function follow(id: string, cancel: boolean, predictions: Map<string, Prediction[]>): FakeReply {
  const states = predictions.get(id);
  if (!states) throw missing();
  if (cancel) predictions.set(id, [{ status: 'canceled' }]);
  const state = states.length > 1 ? states.shift() : states[0];
  return { json: { id, ...state } };
}

async function create(
  call: FakeCall,
  predictions: Map<string, Prediction[]>,
  files: StoredPictures,
): Promise<FakeReply> {
  const body = (call.json ?? {}) as { readonly input?: Input; readonly version?: string };
  const [, name = body.version] = /^\/v1\/models\/(.+)\/predictions$/.exec(call.path) ?? [];
  const fields = MODELS[name ?? ''];
  if (!fields) throw missing();
  const input = body.input ?? {};
  checkInput(input, fields);
  const id = `p${crypto.randomUUID()}`;
  predictions.set(id, [{ status: 'processing' }, await outcome(call, input, files)]);
  return { status: 201, json: { id, status: 'starting', urls: { get: 'https://api.replicate.com/x' } } };
}

async function outcome(call: FakeCall, input: Input, files: StoredPictures): Promise<Prediction> {
  const { prompt = '', width = 1024, height = 1024, num_outputs = 1, output_format = 'webp' } = input;
  if (/forbidden/i.test(prompt))
    return { status: 'failed', error: 'The input or output was flagged as sensitive. (E005)' };
  const [source] = input.input_images ?? [];
  const from = source === undefined ? undefined : await load(source);
  const format = output_format === 'jpg' ? 'jpeg' : output_format === 'png' ? 'png' : 'webp';
  const links = await Promise.all(
    Array.from({ length: num_outputs }, async (_, at) =>
      files.add(
        call,
        await makePicture({ width, height, format, label: `${prompt}${at}`, ...(from && { from }) }),
      ),
    ),
  );
  return { status: 'succeeded', output: 'num_outputs' in input ? links : links[0] };
}

async function load(source: string): Promise<Buffer> {
  const bytes = source.startsWith('data:')
    ? Buffer.from(source.slice(source.indexOf(',') + 1), 'base64')
    : Buffer.from(await (await fetch(source)).arrayBuffer());
  await inspectPicture(bytes);
  return bytes;
}

function checkInput(input: Input, fields: readonly string[]): void {
  const unknown = Object.keys(input).find((name) => !fields.includes(name));
  if (unknown) throw invalid(`- input: Additional property ${unknown} is not allowed`);
  if (!input.prompt) throw invalid('- input: prompt is required');
  if (!['png', 'jpg', 'webp', undefined].includes(input.output_format))
    throw invalid('- input.output_format: unexpected value');
  const sized = input.width !== undefined || input.height !== undefined;
  if (sized && input.aspect_ratio !== 'custom') throw invalid('- input: width needs aspect_ratio custom');
  if (sized && (Number(input.width) % 32 || Number(input.height) % 32))
    throw invalid('- input: multiples of 32');
}
