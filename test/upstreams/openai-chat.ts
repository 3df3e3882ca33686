import type { FakeCall, FakeReply } from './fake.ts';
import { fromDataUrl } from './openai-images.ts';
import { checkInput, refuse, refuseForbidden, refuseUnknown, unknownModel } from './openai-rules.ts';

/** From the types of npm openai 7.57.0. */
const KNOWN = [
  'model',
  'messages',
  'stream',
  'stream_options',
  'temperature',
  'top_p',
  'frequency_penalty',
  'presence_penalty',
  'seed',
  'stop',
  'max_tokens',
  'max_completion_tokens',
  'user',
  'safety_identifier',
  'n',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'reasoning_effort',
  'verbosity',
  'metadata',
  'store',
  'service_tier',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'modalities',
  'audio',
  'prediction',
  'prompt_cache_key',
  'prompt_cache_retention',
  'web_search_options',
  'moderation',
];

interface ContentPart {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}

interface Turn {
  readonly role: string;
  readonly content?: string | readonly ContentPart[] | null;
}

interface ChatBody extends Record<string, unknown> {
  readonly model: string;
  readonly messages: readonly Turn[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly modalities?: readonly string[];
}

export const isTextModel = (model: unknown): boolean =>
  /^(gpt-[4-9]|o[34])/.test(String(model)) && !/image/.test(String(model));

/** POST /chat/completions: says what it was shown, as one message or word by word. */
export async function chatCompletions(call: FakeCall): Promise<FakeReply> {
  const body = call.json as ChatBody;
  refuseUnknown(Object.keys(body), KNOWN);
  if (!isTextModel(body.model)) throw unknownModel(body.model);
  if (body.max_tokens !== undefined && !body.model.startsWith('gpt-4')) {
    throw refuse('max_tokens', 'unsupported_parameter', "Use 'max_completion_tokens' instead.");
  }
  if (body.modalities?.some((each) => each !== 'text' && each !== 'audio')) {
    throw refuse('modalities', 'invalid_value', "Invalid value: 'image'. Supported: 'text' and 'audio'.");
  }
  body.messages.forEach(checkTurn);
  const text = await reply(body.messages);
  const head = {
    id: 'chatcmpl-fake',
    created: 1_795_400_000,
    model: body.model,
    system_fingerprint: 'fp_fake',
  };
  if (body.stream) return { sse: streamed(head, text, body) };
  const message = { role: 'assistant', content: text, refusal: null };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  return { json: { ...head, object: 'chat.completion', choices, usage: usage(body, text) } };
}

function checkTurn({ role, content }: Turn, at: number): void {
  const param = `messages[${at}].content`;
  if (!['system', 'developer', 'user', 'assistant', 'tool'].includes(role)) {
    throw refuse(`messages[${at}].role`, 'invalid_value', `Invalid value: '${role}'.`);
  }
  for (const part of Array.isArray(content) ? (content as readonly ContentPart[]) : []) {
    const legal = part.type === 'text' || (part.type === 'image_url' && role === 'user');
    if (!legal) throw refuse(param, 'invalid_value', `Invalid value: '${part.type}' for role '${role}'.`);
  }
}

async function reply(turns: readonly Turn[]): Promise<string> {
  const parts = turns.flatMap(({ content }) =>
    typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []),
  );
  refuseForbidden(parts.map((part) => part.text ?? '').join(' '));
  const sizes: string[] = [];
  for (const { image_url } of parts) {
    if (image_url) sizes.push(await sizeOf(image_url.url));
  }
  return sizes.length === 0 ? 'Hello to you.' : `I see ${sizes.length} pictures: ${sizes.join(', ')}.`;
}

async function sizeOf(url: string): Promise<string> {
  if (/^https?:/.test(url)) return 'a link';
  const { width, height } = await checkInput(fromDataUrl(url, 'messages'), 'messages');
  return `${width}x${height}`;
}

async function* streamed(head: object, text: string, body: ChatBody): AsyncGenerator<string> {
  const chunk = (choices: readonly object[], more: object = {}): string =>
    `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...more })}\n\n`;
  const delta = (each: object, finish_reason: string | null = null) => ({
    index: 0,
    delta: each,
    finish_reason,
  });
  yield chunk([delta({ role: 'assistant', content: '' })]);
  for (const word of text.split(/(?<= )/)) yield chunk([delta({ content: word })]);
  yield chunk([delta({}, 'stop')]);
  if (body.stream_options?.include_usage) yield chunk([], { usage: usage(body, text) });
  yield 'data: [DONE]\n\n';
}

function usage(body: ChatBody, text: string) {
  const prompt_tokens = body.messages.length * 10;
  const completion_tokens = text.split(' ').length;
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}
