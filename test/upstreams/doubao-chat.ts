import { type ChatBody, disorder, type Turn, textsOf, think } from './chat-model.ts';
import { chatReply } from './chat-reply.ts';
import { illegal, Refusal, unknownModel } from './doubao-refusal.ts';
import type { FakeCall, FakeReply } from './fake.ts';

/** From the reference of Ark's chat API, seen 2026-11. */
const KNOWN = [
  ...[
    'model',
    'messages',
    'thinking',
    'reasoning_effort',
    'stream',
    'stream_options',
    'stop',
    'service_tier',
  ],
  ...['max_tokens', 'max_completion_tokens', 'response_format', 'frequency_penalty', 'presence_penalty'],
  ...['temperature', 'top_p', 'logprobs', 'top_logprobs', 'logit_bias'],
  ...['tools', 'tool_choice', 'parallel_tool_calls'],
  // Not in the reference; OpenAI's clients send it. UNVERIFIED: overlooked.
  'user',
];
const TURN = ['role', 'content', 'reasoning_content', 'tool_calls', 'tool_call_id'];
const EFFORTS = ['minimal', 'low', 'medium', 'high'];
const FORMATS = ['text', 'json_object', 'json_schema'];
const SWITCH = ['enabled', 'disabled', 'auto'];
const PARTS: { readonly [role: string]: readonly string[] } = { user: ['text', 'image_url', 'video_url'] };

/** POST /chat/completions: a Seed model, which thinks unless it is told not to. "forbidden" is refused as content. */
export async function chat(call: FakeCall): Promise<FakeReply> {
  const body = (call.json ?? {}) as ChatBody;
  if (!/^(doubao-seed-\d|ep-)/.test(body.model)) throw unknownModel(body.model);
  const unknown = Object.keys(body).find((field) => !KNOWN.includes(field));
  if (unknown) throw illegal(unknown, 'unknown field');
  if (body.messages.length === 0)
    throw new Refusal(400, 'MissingParameter', 'missing `messages`', 'messages');
  const { type = 'enabled' } = (body.thinking ?? {}) as { readonly type?: string };
  oneOf('thinking.type', type, SWITCH);
  oneOf('reasoning_effort', body.reasoning_effort, EFFORTS);
  oneOf('response_format.type', body.response_format?.type, FORMATS);
  body.messages.forEach(checkTurn);
  const wrong = disorder(body.messages);
  if (wrong) throw illegal('messages', wrong);
  if (/forbidden/i.test(textsOf(body.messages))) {
    throw new Refusal(400, 'InputTextSensitiveContentDetected', 'The request was rejected.');
  }
  const thinks = type !== 'disabled' && body.reasoning_effort !== 'minimal';
  return chatReply(body, await think(body), thinks ? { thought: 'reasoning_content' } : {});
}

function oneOf(param: string, value: unknown, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(String(value))) throw illegal(param, `${value}`);
}

function checkTurn({ role, content, ...more }: Turn, at: number): void {
  oneOf(`messages[${at}].role`, role, ['system', 'user', 'assistant', 'tool']);
  const unknown = Object.keys(more).find((member) => !TURN.includes(member));
  if (unknown) throw illegal(`messages[${at}].${unknown}`, 'unknown field');
  for (const { type } of Array.isArray(content) ? content : [])
    oneOf(`messages[${at}].content`, type, PARTS[role] ?? ['text']);
}
