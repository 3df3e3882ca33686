import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { FAKE_MODELS, type FakeModel } from './openrouter-models.ts';
import { inspectPicture, makePicture } from './picture.ts';

const KEY = 'sk-or-test';

class Refusal extends Error {
  readonly code: number;
  readonly metadata: object | undefined;

  constructor(code: number, message: string, metadata?: object) {
    super(message);
    this.code = code;
    this.metadata = metadata;
  }
}

/** OpenRouter under `/api/v1`: chat that may draw, and its own Images API. Unknown members are dropped. Key: `sk-or-test`. */
export function startOpenRouter(): Promise<Fake> {
  return startFake(async (call) => {
    try {
      if (call.headers.authorization !== `Bearer ${KEY}`) throw new Refusal(401, 'User not found.');
      if (call.method === 'POST' && call.path === '/api/v1/chat/completions') return await chat(call);
      if (call.method === 'POST' && call.path === '/api/v1/images') return await images(call);
      throw new Refusal(404, 'Not Found');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message, metadata } = error;
      return { status: code, json: { error: { code, message, ...(metadata && { metadata }) } } };
    }
  });
}

function find(model: string | undefined): FakeModel {
  const found = FAKE_MODELS.find(({ name }) => name.test(model ?? ''));
  if (!found) throw new Refusal(400, `${model} is not a valid model ID`);
  return found;
}

const oneOf = (name: string, value: string | undefined, allowed: readonly string[]): void => {
  if (value !== undefined && !allowed.includes(value)) throw new Refusal(400, `Invalid ${name}: ${value}`);
};

interface Wishes {
  readonly aspect_ratio?: string;
  readonly image_size?: string;
  readonly resolution?: string;
  readonly size?: string;
  readonly quality?: string;
  readonly background?: string;
  readonly output_format?: 'png' | 'jpeg' | 'webp';
  readonly output_compression?: number;
}

interface Drawn {
  readonly bytes: Buffer;
  readonly type: string;
}

/** Checks what the model takes and draws it; what it does not know, it ignores. */
async function draw(
  model: FakeModel,
  wishes: Wishes,
  prompt: string,
  inputs: readonly Buffer[],
): Promise<Drawn> {
  oneOf('quality', wishes.quality, ['auto', 'low', 'medium', 'high', 'xhigh', 'max']);
  oneOf('background', wishes.background, ['auto', 'opaque', 'transparent']);
  oneOf('output_format', wishes.output_format, ['png', 'jpeg', 'webp', 'svg']);
  if (inputs.length > model.references) throw new Refusal(400, `At most ${model.references} references`);
  const see = wishes.background === 'transparent';
  if (see && wishes.output_format === 'jpeg') throw new Refusal(400, 'transparent needs png or webp');
  const format = model.format === 'asked' ? (wishes.output_format ?? 'png') : model.format;
  const [width, height] = model.ratios ? ratioPixels(model, wishes) : sizePixels(wishes);
  const [first] = inputs;
  const bytes = await makePicture({
    width,
    height,
    format,
    label: prompt,
    alpha: see && model.transparent === true,
    ...(wishes.output_compression !== undefined && { quality: Math.max(1, wishes.output_compression) }),
    ...(first && { from: first }),
  });
  return { bytes, type: `image/${format}` };
}

const SCALE: Record<string, number> = { '0.5K': 0.5, '512': 0.5, '1K': 1, '2K': 2, '4K': 4 };

function ratioPixels(model: FakeModel, wishes: Wishes): readonly [number, number] {
  const { aspect_ratio: ratio = '1:1' } = wishes;
  const tier = wishes.image_size ?? wishes.resolution;
  const pixels = model.ratios?.[ratio];
  if (!pixels) throw new Refusal(400, `Invalid aspect_ratio: ${ratio}`);
  oneOf('image_size', tier, model.tiers ?? []);
  const scale = SCALE[tier ?? '1K'] ?? 1;
  return [pixels[0] * scale, pixels[1] * scale];
}

function sizePixels({ size = '1024x1024' }: Wishes): readonly [number, number] {
  const match = /^(\d+)x(\d+)$/.exec(size);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || width % 16 > 0 || height % 16 > 0 || width * height < 655_360) {
    throw new Refusal(400, 'Provider returned error', {
      provider_name: 'OpenAI',
      raw: `Invalid size '${size}'`,
    });
  }
  return [width, height];
}

async function readPicture(url: unknown): Promise<Buffer> {
  const match = typeof url === 'string' && /^data:image\/(png|jpeg|webp|gif);base64,(.+)$/.exec(url);
  if (!match) throw new Refusal(400, 'Invalid image URL', { error_type: 'invalid_image' });
  const bytes = Buffer.from(match[2] ?? '', 'base64');
  await inspectPicture(bytes).catch(() => {
    throw new Refusal(400, 'Invalid image', { error_type: 'invalid_image' });
  });
  return bytes;
}

const COST = { cost: 0.04, is_byok: false, cost_details: { upstream_inference_cost: null } };
const usage = (text: number, image: number) => ({
  prompt_tokens: 20,
  completion_tokens: text + image,
  total_tokens: 20 + text + image,
  prompt_tokens_details: { cached_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, image_tokens: image },
  ...COST,
});

// --- Chat -----------------------------------------------------------------------------------------------------

interface ChatPart {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}
interface ChatBody {
  readonly model?: string;
  readonly messages?: readonly {
    readonly role: string;
    readonly content: string | readonly ChatPart[] | null;
  }[];
  readonly modalities?: readonly string[];
  readonly image_config?: Wishes;
  readonly stream?: boolean;
}

async function chat(call: FakeCall): Promise<FakeReply> {
  const body = (call.json ?? {}) as ChatBody;
  const model = find(body.model);
  const { messages = [], modalities = ['text'] } = body;
  if (messages.length === 0) throw new Refusal(400, 'Input required: specify "prompt" or "messages"');
  for (const modality of modalities) oneOf('modalities', modality, ['text', 'image']);
  const speaks = modalities.includes('text') ? model.chat : model.draws;
  const wants = modalities.includes('image');
  if (!speaks || !model.chat || (wants && !model.draws)) {
    throw new Refusal(404, `No endpoints found that support the requested output modalities: ${modalities}`);
  }
  const parts = messages.flatMap<string | ChatPart>(({ content }) => content ?? []);
  const prompt = parts.map((part) => (typeof part === 'string' ? part : (part.text ?? ''))).join(' ');
  if (/forbidden/i.test(prompt)) {
    const metadata = { reasons: ['violence'], flagged_input: prompt.slice(0, 100), provider_name: 'OpenAI' };
    throw new Refusal(403, 'Input was flagged', metadata);
  }
  const urls = parts.flatMap((part) => (typeof part === 'string' ? [] : (part.image_url?.url ?? [])));
  const inputs = await Promise.all(urls.map(readPicture));
  if (!wants) return answer(body, await describe(prompt, inputs), []);
  return answer(body, 'Here it is.', [await draw(model, body.image_config ?? {}, prompt, inputs)]);
}

async function describe(prompt: string, inputs: readonly Buffer[]): Promise<string> {
  const facts = await Promise.all(inputs.map(inspectPicture));
  return `Heard: ${prompt}. Seen: ${facts.map(({ width, height }) => `${width}x${height}`).join(', ')}.`;
}

const SIGNED = [{ type: 'reasoning.encrypted', data: 'c2lnbmF0dXJl', format: 'google-gemini-v1', index: 0 }];

function answer({ model = '', stream }: ChatBody, content: string, drawn: readonly Drawn[]): FakeReply {
  const pictures = drawn.map(({ bytes, type }) => ({
    type: 'image_url',
    image_url: { url: `data:${type};base64,${bytes.toString('base64')}` },
  }));
  const seen = usage(10, drawn.length * 1120);
  const head = { id: 'gen-1', provider: 'Google', created: 1_795_400_000, model };
  const signed = model.includes('gemini-3') ? { reasoning_details: SIGNED } : {};
  const shown = pictures.length > 0 ? { images: pictures, ...signed } : {};
  if (!stream) {
    const message = { role: 'assistant', content, ...shown };
    const choices = [{ index: 0, finish_reason: 'stop', native_finish_reason: 'STOP', message }];
    return { json: { ...head, object: 'chat.completion', choices, usage: seen } };
  }
  const chunk = (delta: object, finish: string | null, more: object = {}) =>
    `data: ${JSON.stringify({
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: finish }],
      ...more,
    })}\n\n`;
  return {
    sse: [
      ': OPENROUTER PROCESSING\n\n',
      chunk({ role: 'assistant', content }, null),
      ...(pictures.length > 0 ? [chunk({ role: 'assistant', content: '', ...shown }, null)] : []),
      chunk({ role: 'assistant', content: '' }, 'stop', { usage: seen }),
      'data: [DONE]\n\n',
    ],
  };
}

// --- Images API -----------------------------------------------------------------------------------------------

interface ImagesBody extends Wishes {
  readonly model?: string;
  readonly prompt?: string;
  readonly n?: number;
  readonly input_references?: readonly {
    readonly type?: string;
    readonly image_url?: { readonly url?: string };
  }[];
  readonly stream?: boolean;
  readonly provider?: { readonly options?: { readonly openai?: { readonly partial_images?: number } } };
}

async function images(call: FakeCall): Promise<FakeReply> {
  const body = (call.json ?? {}) as ImagesBody;
  const model = find(body.model);
  const { prompt, n = 1, size, input_references = [] } = body;
  if (!prompt) throw new Refusal(400, 'prompt: Required');
  if (!model.draws) throw new Refusal(404, `No endpoints found for ${body.model}`);
  if (n < 1 || n > 10 || (n > 1 && !model.openai)) throw new Refusal(400, `n: ${n} is not supported`);
  if (size && (body.resolution || body.aspect_ratio)) throw new Refusal(400, 'size contradicts resolution');
  if (/forbidden/i.test(prompt)) {
    const metadata = { provider_name: 'Google', block_reason: 'PROHIBITED_CONTENT' };
    throw new Refusal(400, 'Provider returned error', metadata);
  }
  for (const { type } of input_references) oneOf('input_references.type', type, ['image_url']);
  const inputs = await Promise.all(input_references.map(({ image_url }) => readPicture(image_url?.url)));
  const drawn = await Promise.all(
    Array.from({ length: n }, (_, at) => draw(model, body, `${prompt} ${at || ''}`, inputs)),
  );
  // Only OpenAI's models stream; for the others the wish is overlooked.
  if (body.stream && model.openai) return stream(body, drawn);
  return {
    headers: { 'x-generation-id': 'gen-img-1' },
    json: {
      created: 1_795_400_000,
      data: drawn.map(({ bytes, type }) => ({ b64_json: bytes.toString('base64'), media_type: type })),
      usage: usage(0, drawn.length * 1056),
    },
  };
}

function stream({ provider }: ImagesBody, drawn: readonly Drawn[]): FakeReply {
  const partials = Math.min(provider?.options?.openai?.partial_images ?? 0, 3);
  const event = (type: string, { bytes }: Drawn, more: object) =>
    `data: ${JSON.stringify({ type: `image_generation.${type}`, b64_json: bytes.toString('base64'), ...more })}\n\n`;
  return {
    sse: drawn.flatMap((one) => [
      ...Array.from({ length: partials }, (_, at) =>
        event('partial_image', one, { partial_image_index: at }),
      ),
      event('completed', one, { created: 1_795_400_009, media_type: one.type, usage: usage(0, 1056) }),
    ]),
  };
}
