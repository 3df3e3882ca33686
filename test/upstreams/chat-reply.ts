import type { ChatBody, Said } from './chat-model.ts';
import type { FakeReply } from './fake.ts';

/** How an upstream writes its answers. */
export interface Manner {
  /** Where thinking stands; `signed details` are OpenRouter's. Default: it is kept back. */
  readonly thought?: 'reasoning_content' | 'reasoning' | 'reasoning_details' | 'signed details' | 'content';
  /** `index` of the pieces of tool calls. Default: from 0. */
  readonly index?: 'none' | 'from 1' | 'all 0';
  /** Whole calls in one piece rather than in several. */
  readonly wholeCalls?: boolean;
  /** Default: in the last chunk, where it was asked for. */
  readonly usage?: 'every chunk' | 'last chunk unasked';
  /** Sends no finish_reason. */
  readonly unfinished?: boolean;
  /** Says stop although it calls. */
  readonly saysStop?: boolean;
  /** Ends lines as Windows does, with comments and without a last blank line. */
  readonly sloppy?: boolean;
  /** Further members of every answer and chunk. */
  readonly head?: object;
  /** Further members of the usage. */
  readonly cost?: object;
}

const HEAD = { id: 'chatcmpl-fake', created: 1_795_400_000, system_fingerprint: 'fp_fake' };

/** What the model said, as one message or piece by piece. */
export function chatReply(body: ChatBody, said: Said, manner: Manner = {}): FakeReply {
  if (body.stream) return { sse: framed(chunks(body, said, manner), manner) };
  const message = {
    role: 'assistant',
    content: wholeContent(said, manner),
    refusal: said.refusal ?? null,
    ...(said.aloud && { audio: { ...RECORDING, data: SAMPLES.toString('base64'), transcript: said.text } }),
    ...(manner.thought && manner.thought !== 'content' && thoughtMember(said.thought, manner)),
    ...(said.calls.length > 0 && {
      tool_calls: said.calls.map(({ id, ...call }) => ({ id, type: 'function', function: call })),
    }),
  };
  const finish_reason = manner.unfinished ? null : reason(said, manner);
  const choices = Array.from({ length: body.n ?? 1 }, (_, index) => ({ index, message, finish_reason }));
  const head = { ...HEAD, ...manner.head, model: body.model, object: 'chat.completion' };
  return { json: { ...head, choices, usage: usage(body, said, manner) } };
}

/** What a pretend voice says: 16 samples. */
export const SAMPLES = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7));
const RECORDING = { id: 'audio_fake', expires_at: 1_795_403_600 };

/** Words and samples in pieces, then until when it is kept. */
function* spokenDeltas(text: string): Generator<object> {
  const { id, expires_at } = RECORDING;
  for (const transcript of text.split(/(?<= )/)) yield { audio: { id, transcript } };
  for (const piece of [SAMPLES.subarray(0, 16), SAMPLES.subarray(16)]) {
    yield { audio: { id, data: piece.toString('base64') } };
  }
  yield { audio: { id, expires_at } };
}

const reason = ({ calls }: Said, { saysStop }: Manner): string =>
  calls.length > 0 && !saysStop ? 'tool_calls' : 'stop';

function wholeContent({ text, thought, calls, refusal, aloud }: Said, manner: Manner): unknown {
  if (aloud) return null;
  if (manner.thought === 'content') return [thinking(thought), { type: 'text', text }];
  return calls.length > 0 || refusal !== undefined ? null : text;
}

const thinking = (text: string) => ({ type: 'thinking', thinking: [{ type: 'text', text }] });

const detail = (more: object) => ({ reasoning_details: [{ type: 'reasoning.text', ...more, index: 0 }] });
const FORMAT = { format: 'anthropic-claude-v1' };
const SEAL = { ...FORMAT, signature: 'c2VhbGVk' };

function thoughtMember(thought: string, { thought: member }: Manner): object {
  if (member === 'reasoning_details') return detail({ text: thought });
  if (member === 'signed details') return { reasoning: thought, ...detail({ text: thought, ...SEAL }) };
  return { [member ?? '']: thought };
}

function* deltas(said: Said, manner: Manner): Generator<object> {
  yield { role: 'assistant', content: '' };
  if (manner.thought) yield* thoughtDeltas(said.thought, manner);
  if (said.aloud) yield* spokenDeltas(said.text);
  else for (const content of said.text.split(/(?<= )/).filter((word) => word !== '')) yield { content };
  for (const refusal of said.refusal?.split(/(?<= )/) ?? []) yield { refusal };
  for (const [at, call] of said.calls.entries()) yield* callDeltas(call, at, manner);
}

/** `reasoning_details` repeat what was thought before, as MiniMax's do. */
function* thoughtDeltas(thought: string, manner: Manner): Generator<object> {
  const words = thought.split(/(?<= )/);
  for (const [at, word] of words.entries()) {
    if (manner.thought === 'content') yield { content: [thinking(word)] };
    else if (manner.thought === 'signed details')
      yield { reasoning: word, ...detail({ text: word, ...FORMAT }) };
    else
      yield thoughtMember(
        manner.thought === 'reasoning_details' ? words.slice(0, at + 1).join('') : word,
        manner,
      );
  }
  if (manner.thought === 'signed details') yield detail(SEAL);
}

function* callDeltas(
  { id, name, arguments: text }: Said['calls'][number],
  at: number,
  manner: Manner,
): Generator<object> {
  const place = placeOf(at, manner);
  const first = manner.wholeCalls ? text : '';
  yield { tool_calls: [{ ...place, id, type: 'function', function: { name, arguments: first } }] };
  if (manner.wholeCalls) return;
  for (const piece of text.split(/(?<=:)/)) {
    yield { tool_calls: [{ ...place, function: { arguments: piece } }] };
  }
}

function placeOf(at: number, { index }: Manner): object {
  if (index === 'none') return {};
  return { index: index === 'all 0' ? 0 : index === 'from 1' ? at + 1 : at };
}

function* chunks(body: ChatBody, said: Said, manner: Manner): Generator<object> {
  const head = { ...HEAD, ...manner.head, model: body.model, object: 'chat.completion.chunk' };
  const counted = manner.usage === 'every chunk' ? { usage: usage(body, said, manner) } : {};
  const last = manner.usage === 'last chunk unasked' ? { usage: usage(body, said, manner) } : {};
  for (let index = 0; index < (body.n ?? 1); index += 1) {
    const chunk = (delta: object, finish_reason: string | null, more: object = {}): object => ({
      ...{ ...head, choices: [{ index, delta, finish_reason }] },
      ...counted,
      ...more,
    });
    for (const delta of deltas(said, manner)) yield chunk(delta, null);
    if (!manner.unfinished) yield chunk({}, reason(said, manner), last);
  }
  if (!manner.usage && body.stream_options?.include_usage) {
    yield { ...head, choices: [], usage: usage(body, said, manner) };
  }
}

function* framed(all: Iterable<object>, { sloppy }: Manner): Generator<string> {
  const end = sloppy ? '\r\n' : '\n';
  for (const chunk of all) {
    if (sloppy) yield `: comment${end}${end}`;
    yield `data: ${JSON.stringify(chunk)}${end}${end}`;
  }
  yield sloppy ? 'data: [DONE]' : 'data: [DONE]\n\n';
}

function usage({ messages }: ChatBody, { text }: Said, { cost }: Manner) {
  const prompt_tokens = messages.length * 10;
  const completion_tokens = text.split(' ').length;
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: { reasoning_tokens: 0 },
    ...cost,
  };
}
