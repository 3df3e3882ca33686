import type { FakeCall, FakePart, FakeReply } from './fake.ts';
import {
  checkDrawing,
  checkInput,
  checkMask,
  type Drawing,
  draw,
  integer,
  type Rules,
  refuse,
  refuseForbidden,
  refuseUnknown,
  resolved,
} from './openai-rules.ts';

const SHARED = [
  'model',
  'prompt',
  'n',
  'size',
  'quality',
  'background',
  'output_format',
  'output_compression',
  'moderation',
  'stream',
  'partial_images',
  'user',
  'safety_identifier',
];

/** A request after all checks. */
interface Order {
  readonly kind: 'image_generation' | 'image_edit';
  readonly prompt: string;
  readonly drawing: Drawing;
  readonly count: number;
  readonly stream: boolean;
  readonly partials: number;
  readonly inputs: readonly Buffer[];
}

export async function generations(call: FakeCall, rules: Rules): Promise<FakeReply> {
  const fields = { ...(call.json as Record<string, unknown>) };
  refuseUnknown(Object.keys(fields), knownFields(fields.model));
  return answer(order('image_generation', fields, rules));
}

/** Multipart, or JSON with `images`. */
export async function edits(call: FakeCall, rules: Rules): Promise<FakeReply> {
  const { fields, inputs, mask } = call.json === undefined ? readForm(call.form) : readJson(call.json);
  refuseUnknown(Object.keys(fields), [...knownFields(fields.model), 'input_fidelity']);
  const [first] = inputs;
  if (!first) throw refuse('image', 'missing_required_parameter', "Missing required parameter: 'image'.");
  if (inputs.length > 16) throw refuse('image', 'invalid_value', 'At most 16 images.');
  for (const input of inputs) await checkInput(input, 'image');
  if (mask) await checkMask(mask, first, 'mask');
  return answer({ ...order('image_edit', fields, rules), inputs });
}

const knownFields = (model: unknown): string[] =>
  /^gpt-image-2\.6/.test(String(model)) ? [...SHARED, 'complexity'] : SHARED;

function order(kind: Order['kind'], fields: Record<string, unknown>, rules: Rules): Order {
  const { prompt } = fields;
  if (typeof prompt !== 'string' || prompt === '') {
    throw refuse('prompt', 'missing_required_parameter', "Missing required parameter: 'prompt'.");
  }
  const drawing = checkDrawing(fields, rules);
  const stream = String(fields.stream ?? false) === 'true';
  const partials = integer('partial_images', fields.partial_images ?? 0, 0, 3);
  if (partials > 0 && !stream)
    throw refuse('partial_images', 'invalid_value', 'partial_images needs stream.');
  refuseForbidden(prompt);
  const count = integer('n', fields.n ?? 1, 1, 10);
  return { kind, prompt, drawing, count, stream, partials, inputs: [] };
}

interface EditBody {
  readonly fields: Record<string, unknown>;
  readonly inputs: readonly Buffer[];
  readonly mask?: Buffer;
}

function readForm(form: readonly FakePart[]): EditBody {
  const files = form.filter((part) => ['image', 'image[]', 'mask'].includes(part.name));
  for (const { name, fileName, contentType } of files) {
    if (!fileName) throw refuse(name, 'invalid_type', 'A file was expected.');
    if (!/^image\/(png|jpeg|webp)$/.test(contentType ?? '')) {
      throw refuse(
        name,
        'unsupported_file_mimetype',
        `Invalid file '${name}': unsupported mimetype ('${contentType}').`,
      );
    }
  }
  const single = files.filter((part) => part.name === 'image');
  if (single.length > 1) throw refuse('image', 'duplicate_parameter', "Duplicate parameter: 'image'.");
  const mask = files.find((part) => part.name === 'mask')?.data;
  return {
    fields: Object.fromEntries(
      form.filter((part) => !files.includes(part)).map(({ name, data }) => [name, data.toString()]),
    ),
    inputs: files.filter((part) => part.name !== 'mask').map((part) => part.data),
    ...(mask && { mask }),
  };
}

interface ImageRef {
  readonly image_url?: string;
}

function readJson(json: unknown): EditBody {
  const { images = [], mask, ...fields } = json as { images?: readonly ImageRef[]; mask?: ImageRef };
  const inputs = images.map((image) => fromDataUrl(image.image_url ?? '', 'images'));
  return { fields, inputs, ...(mask && { mask: fromDataUrl(mask.image_url ?? '', 'mask') }) };
}

export function fromDataUrl(url: string, param: string): Buffer {
  const match = /^data:image\/(?:png|jpeg|webp|gif);base64,([A-Za-z0-9+/]+=*)$/.exec(url);
  if (!match) throw refuse(param, 'invalid_image_url', 'Expected a data URL of a picture.');
  return Buffer.from(match[1] ?? '', 'base64');
}

async function answer(order: Order): Promise<FakeReply> {
  if (order.stream) return { sse: streamed(order) };
  const pictures = await Promise.all(Array.from({ length: order.count }, (_, at) => drawOne(order, `${at}`)));
  const data = pictures.map((picture) => ({ b64_json: picture.toString('base64') }));
  return {
    headers: { 'x-request-id': 'req_fake' },
    json: { created: 1_795_400_000, ...resolved(order.drawing), data, usage: usage(order, order.count) },
  };
}

async function* streamed(order: Order): AsyncGenerator<string> {
  for (let at = 0; at < order.count; at += 1) {
    for (let index = 0; index < order.partials; index += 1) {
      const partial = await drawOne(order, `partial ${index}`);
      yield event(`${order.kind}.partial_image`, order, partial, { partial_image_index: index });
    }
    const picture = await drawOne(order, `${at}`);
    yield event(`${order.kind}.completed`, order, picture, { usage: usage(order, 1) });
  }
}

const event = (type: string, { drawing }: Order, picture: Buffer, more: object): string => {
  const b64_json = picture.toString('base64');
  const data = { type, b64_json, created_at: 1_795_400_001, ...resolved(drawing), ...more };
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
};

const drawOne = ({ drawing, prompt, inputs }: Order, label: string): Promise<Buffer> =>
  draw(drawing, `${prompt} ${label}`, inputs[0]);

function usage({ prompt, inputs, partials }: Order, count: number) {
  const text_tokens = prompt.split(/\s+/).length;
  const image_tokens = inputs.length * 300;
  const input_tokens = text_tokens + image_tokens;
  const output_tokens = count * (1056 + partials * 100);
  return {
    input_tokens,
    input_tokens_details: { text_tokens, image_tokens },
    output_tokens,
    total_tokens: input_tokens + output_tokens,
  };
}
