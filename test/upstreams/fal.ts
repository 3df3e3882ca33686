import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';
import { StoredPictures } from './stored-pictures.ts';

const KEY = 'fal-test';

interface Endpoint {
  readonly fields: readonly string[];
  readonly needs: readonly string[];
  readonly formats: readonly string[];
  readonly edges: readonly [min: number, max: number];
}
const FLUX: Endpoint = {
  fields: ['prompt', 'image_size', 'num_images', 'output_format', 'seed', 'enable_safety_checker'],
  needs: ['prompt'],
  formats: ['png', 'jpeg', 'webp'],
  edges: [512, 2048],
};
const BANANA: Endpoint = {
  fields: ['prompt', 'aspect_ratio', 'resolution', 'num_images', 'output_format', 'seed', 'safety_tolerance'],
  needs: ['prompt'],
  formats: ['png', 'jpeg', 'webp'],
  edges: [0, 0],
};
const editing = (endpoint: Endpoint): Endpoint => ({
  ...endpoint,
  fields: [...endpoint.fields, 'image_urls'],
  needs: [...endpoint.needs, 'image_urls'],
});
const ENDPOINTS: { readonly [id: string]: Endpoint } = {
  'fal-ai/flux-2': FLUX,
  'fal-ai/flux-2/edit': editing(FLUX),
  'fal-ai/nano-banana-pro': BANANA,
  'fal-ai/nano-banana-pro/edit': editing(BANANA),
};

interface Body {
  readonly prompt?: string;
  readonly image_size?: { readonly width: number; readonly height: number };
  readonly aspect_ratio?: string;
  readonly image_urls?: readonly string[];
  readonly num_images?: number;
  readonly output_format?: string;
  readonly [field: string]: unknown;
}
interface Work {
  polls: number;
  readonly result: FakeReply;
  cancelled: boolean;
}

const illegal = (field: string, type: string, msg: string) => ({
  status: 422,
  json: { detail: [{ loc: ['body', field], msg, type, url: 'https://docs.fal.ai/errors', input: null }] },
});

/** fal's queue: endpoints check their input only once a runner has the work. Key: `fal-test`. */
export function startFal(): Promise<Fake> {
  const files = new StoredPictures();
  const works = new Map<string, Work>();
  return startFake(
    refusing(async (call) => {
      const file = files.find(call);
      if (file) return file;
      if (call.headers.authorization !== `Key ${KEY}`)
        throw new Refusal(401, { detail: 'Cannot access application. Authentication is required.' });
      const asked = /^\/fal-ai\/[^/]+\/requests\/([^/]+)(\/status|\/cancel)?$/.exec(call.path);
      return asked ? follow(call, works.get(asked[1] ?? ''), asked[2]) : submit(call, works, files);
    }),
  );
}

async function submit(call: FakeCall, works: Map<string, Work>, files: StoredPictures): Promise<FakeReply> {
  const id = call.path.slice(1);
  const endpoint = ENDPOINTS[id];
  if (call.method !== 'POST' || !endpoint)
    throw new Refusal(404, { detail: `Application '${id}' not found` });
  const request = `req-${crypto.randomUUID()}`;
  works.set(request, { polls: 0, result: await work(call, endpoint, files), cancelled: false });
  const [owner, name] = id.split('/');
  const base = `http://${call.headers.host}/${owner}/${name}/requests/${request}`;
  const urls = { response_url: base, status_url: `${base}/status`, cancel_url: `${base}/cancel` };
  return { json: { status: 'IN_QUEUE', queue_position: 0, request_id: request, ...urls } };
}

function follow(call: FakeCall, work: Work | undefined, what: string | undefined): FakeReply {
  if (!work) throw new Refusal(404, { detail: 'Request not found' });
  if (what === '/cancel') {
    if (call.method !== 'PUT') throw new Refusal(405, { detail: 'Method Not Allowed' });
    work.cancelled = true;
    return { status: 202, json: { status: 'CANCELLATION_REQUESTED' } };
  }
  if (what === undefined) return work.result;
  work.polls += 1;
  return work.polls > 1
    ? { json: { status: 'COMPLETED', logs: [] } }
    : { status: 202, json: { status: 'IN_PROGRESS', logs: [] } };
}

async function work(call: FakeCall, endpoint: Endpoint, files: StoredPictures): Promise<FakeReply> {
  const body = (call.json ?? {}) as Body;
  const problem = problemOf(body, endpoint);
  if (problem) return problem;
  const { prompt = '', image_size, num_images = 1, output_format = 'png' } = body;
  if (/forbidden/i.test(prompt)) {
    return illegal('prompt', 'content_policy_violation', 'The content was flagged by a content checker.');
  }
  const size = image_size ?? sizeOf(body.aspect_ratio ?? '1:1');
  const format = output_format === 'jpeg' ? 'jpeg' : output_format === 'webp' ? 'webp' : 'png';
  const [source] = body.image_urls ?? [];
  const from = source && { from: Buffer.from(source.slice(source.indexOf(',') + 1), 'base64') };
  const images = await Promise.all(
    Array.from({ length: num_images }, async (_, at) => {
      const bytes = await makePicture({ ...size, format, label: `${prompt}${at}`, ...(from || {}) });
      return { url: files.add(call, bytes), ...size, content_type: `image/${format}` };
    }),
  );
  return { json: { images, seed: 1, has_nsfw_concepts: images.map(() => false), prompt } };
}

/** A megapixel of the ratio. */
function sizeOf(ratio: string) {
  const [across = 1, down = 1] = ratio.split(':').map(Number);
  const width = Math.round(Math.sqrt((1_048_576 * across) / down));
  return { width, height: Math.round(1_048_576 / width) };
}

function problemOf(body: Body, { fields, needs, formats, edges }: Endpoint): FakeReply | undefined {
  // The real endpoints ignore fields they do not know; a fake that does so would hide our mistakes.
  const unknown = Object.keys(body).find((name) => !fields.includes(name));
  if (unknown) return illegal(unknown, 'extra_forbidden', 'Extra inputs are not permitted');
  const missing = needs.find((name) => body[name] === undefined);
  if (missing) return illegal(missing, 'missing', 'Field required');
  if (body.output_format !== undefined && !formats.includes(body.output_format))
    return illegal('output_format', 'literal_error', 'unexpected value');
  const { width = 1024, height = 1024 } = body.image_size ?? {};
  const [min, max] = edges;
  if (body.image_size && (Math.min(width, height) < min || Math.max(width, height) > max))
    return illegal('image_size', 'value_error', `must be between ${min} and ${max}`);
  const urls = body.image_urls ?? [];
  if (!urls.every((url) => /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/.test(url)))
    return illegal('image_urls', 'image_load_error', 'Failed to load the image.');
  return undefined;
}
