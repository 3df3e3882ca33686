import { type ChatBody as Asked, disorder, partsOf, textsOf, think } from './chat-model.ts';
import { chatReply, type Manner } from './chat-reply.ts';
import type { FakeCall, FakeReply } from './fake.ts';
import {
  COST,
  type Drawn,
  draw,
  find,
  oneOf,
  Refusal,
  readPicture,
  usage,
  type Wishes,
} from './openrouter-drawing.ts';

interface ChatBody extends Asked {
  readonly modalities?: readonly string[];
  readonly image_config?: Wishes;
  readonly reasoning?: {
    readonly effort?: string;
    readonly max_tokens?: number;
    readonly enabled?: boolean;
    readonly exclude?: boolean;
  };
  readonly reasoning_effort?: string;
}

/** POST /chat/completions: in words, after a thought where one is asked for, or with a picture. "forbidden" is flagged. */
export async function chat(call: FakeCall): Promise<FakeReply> {
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
  const wrong = disorder(messages);
  if (wrong) throw new Refusal(400, wrong);
  const prompt = textsOf(messages);
  if (/forbidden/i.test(prompt)) {
    const metadata = { reasons: ['violence'], flagged_input: prompt.slice(0, 100), provider_name: 'OpenAI' };
    throw new Refusal(403, 'Input was flagged', metadata);
  }
  const urls = messages.flatMap(partsOf).flatMap(({ image_url }) => image_url ?? []);
  const inputs = await Promise.all(urls.map((url) => readPicture(typeof url === 'string' ? url : url.url)));
  if (!wants) return chatReply(body, await think(body), mannerOf(body));
  return answer(body, 'Here it is.', [await draw(model, body.image_config ?? {}, prompt, inputs)]);
}

const HEAD = { id: 'gen-1', provider: 'Google' };

function mannerOf({ reasoning = {}, reasoning_effort: shorthand = 'none' }: ChatBody): Manner {
  const { effort = shorthand, max_tokens = 0, enabled, exclude } = reasoning;
  if (reasoning.effort !== undefined && reasoning.max_tokens !== undefined) {
    throw new Refusal(400, 'Only one of "reasoning.effort" and "reasoning.max_tokens" can be specified');
  }
  oneOf('reasoning.effort', effort, ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);
  const thinks = (effort !== 'none' || max_tokens > 0 || enabled === true) && exclude !== true;
  return {
    head: HEAD,
    cost: COST,
    usage: 'last chunk unasked',
    ...(thinks && { thought: 'signed details' }),
  };
}

const SIGNED = [{ type: 'reasoning.encrypted', data: 'c2lnbmF0dXJl', format: 'google-gemini-v1', index: 0 }];

/** A picture and a word about it. */
function answer({ model = '', stream }: ChatBody, content: string, drawn: readonly Drawn[]): FakeReply {
  const images = drawn.map(({ bytes, type }) => ({
    type: 'image_url',
    image_url: { url: `data:${type};base64,${bytes.toString('base64')}` },
  }));
  const seen = usage(10, drawn.length * 1120);
  const head = { ...HEAD, created: 1_795_400_000, model };
  const shown = { images, ...(model.includes('gemini-3') && { reasoning_details: SIGNED }) };
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
      chunk({ role: 'assistant', content: '', ...shown }, null),
      chunk({ role: 'assistant', content: '' }, 'stop', { usage: seen }),
      'data: [DONE]\n\n',
    ],
  };
}
