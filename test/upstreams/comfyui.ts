import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { inspectPicture, makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';

const KEY = 'proxy-key';
const CHECKPOINTS = ['sdxl.safetensors', 'dreamer.safetensors'];
/** Inputs of each node class the fake knows; `*` marks what must be a link to another node. */
const NODES: { readonly [name: string]: readonly string[] } = {
  CheckpointLoaderSimple: ['ckpt_name'],
  CLIPTextEncode: ['text', 'clip*'],
  EmptyLatentImage: ['width', 'height', 'batch_size'],
  KSampler: [
    ...['seed', 'steps', 'cfg', 'sampler_name', 'scheduler', 'denoise'],
    ...['model*', 'positive*', 'negative*', 'latent_image*'],
  ],
  VAEDecode: ['samples*', 'vae*'],
  VAEEncode: ['pixels*', 'vae*'],
  LoadImage: ['image'],
  ImageScale: ['image*', 'upscale_method', 'width', 'height', 'crop'],
  RepeatLatentBatch: ['samples*', 'amount'],
  SetLatentNoiseMask: ['samples*', 'mask*'],
  PreviewImage: ['images*'],
  SaveImage: ['images*', 'filename_prefix'],
};

interface GraphNode {
  readonly class_type: string;
  readonly inputs: { readonly [name: string]: unknown };
}
type Graph = { readonly [id: string]: GraphNode };
interface Problem {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: { readonly input_name: string };
}

/** A ComfyUI server behind a proxy with the key `proxy-key`. It runs the built-in workflows' nodes; a prompt with "explode" fails. */
export function startComfyui(): Promise<Fake> {
  const files = new Map<string, Buffer>();
  const works = new Map<string, { polls: number; readonly entry: object }>();
  return startFake(
    refusing(async (call) => {
      const { pathname, searchParams } = new URL(call.path, 'http://fake');
      if (pathname === '/view') return view(files, searchParams);
      if (call.headers.authorization !== `Bearer ${KEY}`) throw new Refusal(401, { error: 'Unauthorized' });
      if (pathname === '/upload/image') return store(call, files);
      if (pathname === '/queue') return { body: '' };
      if (pathname === '/prompt') return queue(call, works, files);
      const [, id = ''] = /^\/history\/(.+)$/.exec(pathname) ?? [];
      const work = works.get(id);
      if (work) work.polls += 1;
      return { json: work && work.polls > 1 ? { [id]: work.entry } : {} };
    }),
  );
}

const keyOf = (type: string, subfolder: string, name: string) => `${type}/${subfolder}/${name}`;

function view(files: Map<string, Buffer>, query: URLSearchParams): FakeReply {
  const key = keyOf(query.get('type') ?? '', query.get('subfolder') ?? '', query.get('filename') ?? '');
  const body = files.get(key);
  if (!body) throw new Refusal(404, {});
  return { headers: { 'content-type': 'image/png' }, body };
}

function store({ form }: FakeCall, files: Map<string, Buffer>): FakeReply {
  const value = (name: string) => form.find((part) => part.name === name)?.data.toString() ?? '';
  const image = form.find(({ name }) => name === 'image');
  if (!image?.fileName) throw new Refusal(400, {});
  const [type, subfolder] = [value('type') || 'input', value('subfolder')];
  files.set(keyOf(type, subfolder, image.fileName), image.data);
  return { json: { name: image.fileName, subfolder, type } };
}

async function queue(
  call: FakeCall,
  works: Map<string, { polls: number; readonly entry: object }>,
  files: Map<string, Buffer>,
): Promise<FakeReply> {
  const { prompt } = (call.json ?? {}) as { readonly prompt?: Graph };
  if (!prompt) throw new Refusal(400, { error: 'no prompt', node_errors: [] });
  validate(prompt, files);
  const id = `prompt-${crypto.randomUUID()}`;
  works.set(id, { polls: 0, entry: await execute(prompt, files, id) });
  return { json: { prompt_id: id, number: works.size, node_errors: {} } };
}

function validate(graph: Graph, files: Map<string, Buffer>): void {
  const broken = Object.entries(graph).flatMap(([id, node]) => {
    const errors = problemsOf(node, graph, files);
    return errors.length > 0 ? [[id, { errors, class_type: node.class_type, dependent_outputs: [] }]] : [];
  });
  if (broken.length === 0) return;
  const error = {
    type: 'prompt_outputs_failed_validation',
    message: 'Prompt outputs failed validation',
    details: '',
    extra_info: {},
  };
  throw new Refusal(400, { error, node_errors: Object.fromEntries(broken) });
}

function problemsOf({ class_type, inputs }: GraphNode, graph: Graph, files: Map<string, Buffer>): Problem[] {
  const problem = (type: string, message: string, name: string): Problem => ({
    type,
    message,
    details: `${name}: '${inputs[name]}'`,
    extra_info: { input_name: name },
  });
  const names = NODES[class_type];
  if (!names) return [problem('missing_node_type', `Node ${class_type} not found.`, '')];
  return names.flatMap((spec) => {
    const name = spec.replace('*', '');
    const value = inputs[name];
    if (value === undefined) return [problem('required_input_missing', 'Required input is missing', name)];
    const linked = Array.isArray(value) && Object.hasOwn(graph, String(value[0]));
    if (spec.endsWith('*') !== linked) return [problem('bad_linked_input', 'Bad linked input', name)];
    if (name === 'ckpt_name' && !CHECKPOINTS.includes(String(value)))
      return [problem('value_not_in_list', 'Value not in list', name)];
    if (class_type === 'LoadImage' && !files.has(annotated(String(value))))
      return [problem('custom_validation_failed', 'Invalid image file', name)];
    return [];
  });
}

/** `axonhub/a.png [temp]` → the key it is stored under. */
function annotated(name: string): string {
  const [, path = name, type = 'input'] = /^(.*) \[(\w+)\]$/.exec(name) ?? [];
  const cut = path.lastIndexOf('/');
  return keyOf(type, path.slice(0, Math.max(cut, 0)), path.slice(cut + 1));
}

async function execute(graph: Graph, files: Map<string, Buffer>, id: string): Promise<object> {
  const nodes = Object.entries(graph);
  const find = (name: string) => nodes.find(([, { class_type }]) => class_type === name)?.[1].inputs;
  const texts = nodes.flatMap(([, { class_type, inputs }]) =>
    class_type === 'CLIPTextEncode' ? [inputs.text] : [],
  );
  if (/explode/.test(texts.join())) {
    const facts = { node_type: 'KSampler', exception_message: 'CUDA error' };
    return {
      outputs: {},
      status: { status_str: 'error', completed: false, messages: [['execution_error', facts]] },
    };
  }
  const size = find('ImageScale') ?? find('EmptyLatentImage') ?? {};
  const count = Number(find('EmptyLatentImage')?.batch_size ?? find('RepeatLatentBatch')?.amount ?? 1);
  const source = find('LoadImage')?.image;
  const from = source === undefined ? undefined : files.get(annotated(String(source)));
  if (from) await inspectPicture(from);
  const [saver, { class_type = '' } = {}] =
    nodes.find(([, node]) => /^(Save|Preview)Image$/.test(node.class_type)) ?? [];
  const type = class_type === 'SaveImage' ? 'output' : 'temp';
  const images = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const filename = `${id}_${at}.png`;
      const label = `${texts.join()}${find('KSampler')?.seed}${at}`;
      const options = { width: Number(size.width), height: Number(size.height), label };
      const bytes = await makePicture({ ...options, format: 'png', ...(from && { from }) });
      files.set(keyOf(type, '', filename), bytes);
      return { filename, subfolder: '', type };
    }),
  );
  const outputs = saver === undefined ? {} : { [saver]: { images } };
  return { outputs, status: { status_str: 'success', completed: true, messages: [] } };
}
