import { type ChatBody, disorder, type Turn, textsOf, think } from './chat-model.ts';
import { chatReply } from './chat-reply.ts';
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
  'functions',
  'function_call',
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
const TURN = ['role', 'content', 'name', 'tool_calls', 'tool_call_id', 'refusal', 'audio', 'function_call'];
const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
const PARTS: { readonly [role: string]: readonly string[] } = {
  user: ['text', 'image_url', 'input_audio', 'file'],
  assistant: ['text', 'refusal'],
};

export const isTextModel = (model: unknown): boolean =>
  /^(gpt-([4-9]|audio)|o[34])/.test(String(model)) && !/image/.test(String(model));

/** POST /chat/completions: says what it was shown, as one message or word by word. "decline" makes the model say no, "forbidden" the API. */
export async function chatCompletions(call: FakeCall): Promise<FakeReply> {
  const body = call.json as ChatBody;
  refuseUnknown(Object.keys(body), KNOWN);
  if (!isTextModel(body.model)) throw unknownModel(body.model);
  if (body.max_tokens !== undefined && !body.model.startsWith('gpt-4')) {
    throw refuse('max_tokens', 'unsupported_parameter', "Use 'max_completion_tokens' instead.");
  }
  const modalities = (body.modalities ?? []) as readonly string[];
  if (modalities.some((each) => each !== 'text' && each !== 'audio')) {
    throw refuse('modalities', 'invalid_value', "Invalid value: 'image'. Supported: 'text' and 'audio'.");
  }
  if (body.reasoning_effort !== undefined && !EFFORTS.includes(String(body.reasoning_effort))) {
    throw refuse('reasoning_effort', 'invalid_value', `Invalid value: '${body.reasoning_effort}'.`);
  }
  for (const [at, turn] of body.messages.entries()) await checkTurn(turn, at);
  const wrong = disorder(body.messages);
  if (wrong) throw refuse('messages', 'invalid_value', wrong);
  const said = textsOf(body.messages);
  if (/decline/i.test(said)) return chatReply(body, { thought: '', text: '', calls: [], refusal: DECLINED });
  refuseForbidden(said);
  if (modalities.includes('audio')) checkSound(body);
  return chatReply(body, { ...(await think(body)), aloud: modalities.includes('audio') });
}

const VOICES = ['alloy', 'ash', 'ballad', 'coral', 'echo', 'sage', 'shimmer', 'verse', 'marin', 'cedar'];

/** Streams come as samples only. */
function checkSound({ model, audio, stream }: ChatBody): void {
  const { voice, format } = (audio ?? {}) as { readonly voice?: unknown; readonly format?: unknown };
  if (!/audio/.test(model)) throw refuse('model', 'invalid_value', 'This model does not support audio.');
  if (!VOICES.includes(String(voice))) throw refuse('audio.voice', 'invalid_value', 'Invalid voice.');
  const formats = stream ? ['pcm16'] : ['wav', 'mp3', 'flac', 'opus', 'aac', 'pcm16'];
  if (!formats.includes(String(format))) {
    throw refuse('audio.format', 'unsupported_value', `Supported values are: ${formats}.`);
  }
}

export const DECLINED = "I'm sorry, I can't help with that.";

async function checkTurn(turn: Turn, at: number): Promise<void> {
  const { content, role } = turn;
  refuseUnknown(Object.keys(turn), TURN, `messages[${at}].`);
  const param = `messages[${at}].content`;
  if (!['system', 'developer', 'user', 'assistant', 'tool'].includes(role)) {
    throw refuse(`messages[${at}].role`, 'invalid_value', `Invalid value: '${role}'.`);
  }
  for (const { type, image_url } of Array.isArray(content) ? content : []) {
    if (!(PARTS[role] ?? ['text']).includes(type)) {
      throw refuse(param, 'invalid_value', `Invalid value: '${type}' for role '${role}'.`);
    }
    const url = image_url === undefined ? 'https:' : (image_url as { readonly url: string }).url;
    if (!/^https?:/.test(url)) await checkInput(fromDataUrl(url, 'messages'), 'messages');
  }
}
