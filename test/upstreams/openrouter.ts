import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { chat } from './openrouter-chat.ts';
import {
  type Drawn,
  draw,
  find,
  oneOf,
  Refusal,
  readPicture,
  usage,
  type Wishes,
} from './openrouter-drawing.ts';

const KEY = 'sk-or-test';

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
