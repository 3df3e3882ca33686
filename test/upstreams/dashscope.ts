import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';
import { StoredPictures } from './stored-pictures.ts';

const KEY = 'sk-dashscope-test';
const SERVICES = '/api/v1/services/aigc';

interface Kind {
  readonly model: RegExp;
  readonly path: string;
  readonly edits: boolean;
  readonly most: number;
  /** The legal ones, or the bounds of pixels and ratio. */
  readonly sizes:
    | readonly string[]
    | { readonly least: number; readonly most: number; readonly ratio: number };
}
const KINDS: readonly Kind[] = [
  {
    model: /^qwen-image-2\.0(-pro)?$/,
    path: '/multimodal-generation/generation',
    edits: true,
    most: 6,
    sizes: { least: 512 * 512, most: 2048 * 2048, ratio: Number.POSITIVE_INFINITY },
  },
  {
    model: /^qwen-image(-plus|-max)?$/,
    path: '/multimodal-generation/generation',
    edits: false,
    most: 1,
    sizes: ['1328*1328', '1664*928', '928*1664'],
  },
  {
    model: /^wan2\.6-t2i$/,
    path: '/image-generation/generation',
    edits: false,
    most: 4,
    sizes: { least: 1280 * 1280, most: 1440 * 1440, ratio: 4 },
  },
  {
    model: /^wan2\.5-t2i-preview$/,
    path: '/text2image/image-synthesis',
    edits: false,
    most: 4,
    sizes: { least: 1280 * 1280, most: 1440 * 1440, ratio: 4 },
  },
];
const PARAMETERS = ['size', 'n', 'seed', 'negative_prompt', 'watermark', 'prompt_extend'];

interface Piece {
  readonly text?: string;
  readonly image?: string;
}
interface Body {
  readonly model?: string;
  readonly input?: { readonly prompt?: string; readonly messages?: readonly { readonly content: Piece[] }[] };
  readonly parameters?: {
    readonly size?: string;
    readonly n?: number;
    readonly [name: string]: unknown;
  };
}

const refuse = (status: number, code: string, message: string) =>
  new Refusal(status, { code, message, request_id: 'req-1' });
const invalid = (message: string) => refuse(400, 'InvalidParameter', message);
const SENSITIVE = ['DataInspectionFailed', 'Input data may contain inappropriate content.'] as const;

/** Model Studio's native picture API under `/api/v1`. Key: `sk-dashscope-test`. */
export function startDashscope(): Promise<Fake> {
  const files = new StoredPictures();
  const tasks = new Map<string, object[]>();
  return startFake(
    refusing(async (call) => {
      const file = files.find(call);
      if (file) return file;
      if (call.headers.authorization !== `Bearer ${KEY}`)
        throw refuse(401, 'InvalidApiKey', 'Invalid API-key provided.');
      const [, task] = /^\/api\/v1\/tasks\/([^/]+)$/.exec(call.path) ?? [];
      if (task !== undefined) return follow(task, tasks);
      return draw(call, tasks, files);
    }),
  );
}

function follow(id: string, tasks: Map<string, object[]>): FakeReply {
  const states = tasks.get(id);
  if (!states) throw refuse(400, 'InvalidParameter', 'task can not be null');
  const state = states.length > 1 ? states.shift() : states[0];
  return { json: { request_id: 'req-1', ...state } };
}

async function draw(call: FakeCall, tasks: Map<string, object[]>, files: StoredPictures): Promise<FakeReply> {
  const body = (call.json ?? {}) as Body;
  const kind = KINDS.find(({ model }) => model.test(body.model ?? ''));
  if (!kind) throw refuse(404, 'ModelNotFound', 'Model not exist.');
  if (call.path !== SERVICES + kind.path)
    throw refuse(400, 'InvalidParameter', 'url error, please check url');
  const waits = kind.path !== '/multimodal-generation/generation';
  if (waits !== (call.headers['x-dashscope-async'] === 'enable'))
    throw refuse(403, 'AccessDenied', 'current user api does not support asynchronous calls.');
  const { prompt, sources } = read(body, kind);
  checkParameters(body, kind);
  const refused = /forbidden/i.test(prompt);
  if (refused && !waits) throw refuse(400, ...SENSITIVE);
  const id = `task-${crypto.randomUUID()}`;
  const links = refused ? [] : await paint(call, body, { prompt, sources }, files);
  const answer = kind.path === '/text2image/image-synthesis' ? results(links) : choices(links);
  const usage = { image_count: links.length };
  if (!waits) return { json: { request_id: 'req-1', output: answer, usage } };
  const failed = { task_id: id, task_status: 'FAILED', code: SENSITIVE[0], message: SENSITIVE[1] };
  tasks.set(id, [
    { output: { task_id: id, task_status: 'RUNNING' } },
    refused ? { output: failed } : { output: { task_id: id, task_status: 'SUCCEEDED', ...answer }, usage },
  ]);
  return { json: { request_id: 'req-1', output: { task_id: id, task_status: 'PENDING' } } };
}

const results = (links: readonly string[]) => ({ results: links.map((url) => ({ url })) });
const choices = (links: readonly string[]) => ({
  choices: links.map((image) => ({
    finish_reason: 'stop',
    message: { role: 'assistant', content: [{ image }] },
  })),
});

function read({ input }: Body, kind: Kind): { prompt: string; sources: string[] } {
  if (kind.path === '/text2image/image-synthesis') {
    if (!input?.prompt) throw invalid('Either "prompt" or "messages" must exist');
    return { prompt: input.prompt, sources: [] };
  }
  const pieces = input?.messages?.[0]?.content ?? [];
  const texts = pieces.flatMap(({ text }) => text ?? []);
  if (texts.length !== 1) throw invalid('exactly one text is needed');
  const sources = pieces.flatMap(({ image }) => image ?? []);
  if (sources.length > (kind.edits ? 3 : 0)) throw invalid('too many images');
  return { prompt: texts.join(), sources };
}

function checkParameters({ parameters = {} }: Body, { most, sizes }: Kind): void {
  const unknown = Object.keys(parameters).find((name) => !PARAMETERS.includes(name));
  if (unknown) throw invalid(`unknown parameter ${unknown}`);
  if (parameters.size !== undefined && !isLegal(parameters.size, sizes)) throw invalid('size is not allowed');
  if ((parameters.n ?? 1) > most) throw invalid(`n must be at most ${most}`);
  if (typeof parameters.watermark !== 'boolean') throw invalid('watermark is always to be said');
}

function isLegal(size: string, sizes: Kind['sizes']): boolean {
  if ('includes' in sizes) return sizes.includes(size);
  const [width = 0, height = 0] = size.split('*').map(Number);
  const [pixels, ratio] = [width * height, Math.max(width / height, height / width)];
  return pixels >= sizes.least && pixels <= sizes.most && ratio <= sizes.ratio;
}

async function paint(
  call: FakeCall,
  { parameters = {} }: Body,
  { prompt, sources }: { prompt: string; sources: readonly string[] },
  files: StoredPictures,
): Promise<string[]> {
  const [width = 1328, height = 1328] = (parameters.size ?? '1328*1328').split('*').map(Number);
  const [source] = sources;
  const from = source === undefined ? {} : { from: bytesOf(source) };
  return Promise.all(
    Array.from({ length: parameters.n ?? 1 }, async (_, at) =>
      files.add(call, await makePicture({ width, height, format: 'png', label: `${prompt}${at}`, ...from })),
    ),
  );
}

function bytesOf(url: string): Buffer {
  const match = /^data:image\/(png|jpeg|webp|bmp);base64,([A-Za-z0-9+/]+={0,2})$/.exec(url);
  if (!match?.[2]) throw refuse(400, 'InvalidURL', 'The image cannot be read.');
  return Buffer.from(match[2], 'base64');
}
