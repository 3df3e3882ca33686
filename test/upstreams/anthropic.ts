import {
  type Block,
  type Body,
  blocksOf,
  checkBody,
  checkMaxTokens,
  HIDDEN,
  Refusal,
  signatureOf,
  thinksByItself,
} from './anthropic-rules.ts';
import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';

const KEY = 'sk-ant-test';

/**
 * Anthropic below `/v1`, as strict as the real one; the key is `sk-ant-test`. What the last user turn says decides the
 * answer: "forbidden" is refused without a word, `call NAME` calls the tool of that name (several: in parallel; `call NAME(word)` with the word as its first parameter), "secret"
 * hides a thought, "STOP" stops at a stop sequence; results of tools and pictures are told back.
 */
export function startAnthropic(): Promise<Fake> {
  return startFake(async (call) => {
    try {
      return await answer(call);
    } catch (error) {
      return refused(error);
    }
  });
}

export function refused(error: unknown): FakeReply {
  if (!(error instanceof Refusal)) throw error;
  const { type, message, status } = error;
  return { status, json: { type: 'error', error: { type, message }, request_id: 'req_fake' } };
}

async function answer(call: FakeCall): Promise<FakeReply> {
  if (call.headers['x-api-key'] !== KEY) throw new Refusal(401, 'authentication_error', 'invalid x-api-key');
  const path = call.path.split('?', 1)[0];
  const counts = path === '/v1/messages/count_tokens';
  if (call.method !== 'POST' || (path !== '/v1/messages' && !counts))
    throw new Refusal(404, 'not_found_error', 'Not Found');
  const body = call.json as Body;
  const { 'anthropic-version': version, 'anthropic-beta': betas } = call.headers;
  if (!counts) return answerMessages(body, String(version), String(betas));
  await checkBody(body, String(version), String(betas));
  return { json: { input_tokens: Math.ceil(JSON.stringify(body.messages).length / 4) } };
}

/** Claude's answer to a request, wherever it is served. */
export async function answerMessages(body: Body, version: string, betas: string): Promise<FakeReply> {
  checkMaxTokens(body);
  const sizes = await checkBody(body, version, betas);
  const message = { id: 'msg_fake', type: 'message', role: 'assistant', model: body.model };
  const outcome = decide(body, sizes);
  return body.stream ? { sse: streamed(message, outcome) } : { json: whole(message, outcome) };
}

interface Outcome {
  readonly content: readonly Block[];
  readonly stop: object;
}

function decide(body: Body, sizes: readonly string[]): Outcome {
  const last = body.messages.findLast(({ role }) => role === 'user');
  const blocks = last ? blocksOf(last) : [];
  const said = blocks.map(({ text = '' }) => text).join('\n');
  if (/forbidden/i.test(said)) return { content: [], stop: { stop_reason: 'refusal', stop_sequence: null } };
  const thoughts = thinksByItself(body) ? [thought(body)] : [];
  if (/secret/i.test(said)) thoughts.push({ type: 'redacted_thinking', data: HIDDEN });
  const calls = toolCalls(body, said);
  if (calls.length > 0) {
    const content = [...thoughts, { type: 'text', text: 'Let me look.' }, ...calls];
    return { content, stop: { stop_reason: 'tool_use', stop_sequence: null } };
  }
  const content = [...thoughts, { type: 'text', text: words(body, blocks, sizes) }];
  const stop = /STOP/.test(said)
    ? { stop_reason: 'stop_sequence', stop_sequence: 'STOP' }
    : { stop_reason: 'end_turn', stop_sequence: null };
  return { content, stop };
}

/** Thinking is hidden unless its text is asked for. */
const thought = ({ thinking, model }: Body): Block => ({
  type: 'thinking',
  thinking: thinking?.display === 'summarized' || /-4-[0-6]/.test(model) ? 'Hm.' : '',
  signature: signatureOf('Hm.'),
});

function toolCalls({ tools = [], tool_choice }: Body, said: string): Block[] {
  const asked = [...said.matchAll(/call (\w+)(?:\(([^)]*)\))?/g)].map(([, name, word]) => ({ name, word }));
  const forced = tool_choice?.type === 'any' ? tools[0]?.name : tool_choice?.name;
  const named =
    tool_choice?.type === 'none' ? [] : [...asked, ...(forced ? [{ name: forced, word: undefined }] : [])];
  const known = named.flatMap(({ name, word }) => {
    const tool = tools.find((each) => each.name === name);
    return tool ? [{ tool, word }] : [];
  });
  return known.map(({ tool: { name = '', input_schema }, word }, index) => {
    const [parameter = 'input'] = Object.keys(input_schema?.properties ?? {});
    const guess = index === 0 ? { path: `/${name}`, depth: 2 } : {};
    const input = word === undefined ? guess : { [parameter]: word };
    return { type: 'tool_use', id: `toolu_fake_${index}`, name, input };
  });
}

function words({ output_config }: Body, blocks: readonly Block[], sizes: readonly string[]): string {
  if (output_config?.format) return '{"answer":"yes"}';
  const results = blocks.filter(({ type }) => type === 'tool_result').map(({ content }) => textOf(content));
  const told = results.length > 0 ? `The tools say: ${results.join(' | ')}. ` : '';
  if (sizes.length > 0) return `${told}I see ${sizes.length} pictures: ${sizes.join(', ')}.`;
  return told || 'Hello to you.';
}

const textOf = (content: Block['content']): string =>
  typeof content === 'string' ? content : (content ?? []).map(({ text = '' }) => text).join('');

const INPUT = { input_tokens: 20, cache_read_input_tokens: 5, cache_creation_input_tokens: 3 };
const OUTPUT = { output_tokens: 7, output_tokens_details: { thinking_tokens: 2 } };

const whole = (message: object, { content, stop }: Outcome): object => ({
  ...message,
  content,
  ...stop,
  usage: { ...INPUT, ...OUTPUT },
});

const event = (type: string, data: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

function* streamed(message: object, { content, stop }: Outcome): Generator<string> {
  const usage = { ...INPUT, output_tokens: 1 };
  yield event('message_start', { message: { ...message, content: [], stop_reason: null, usage } });
  yield event('ping');
  for (const [index, block] of content.entries()) {
    const [start, deltas] = pieces(block);
    yield event('content_block_start', { index, content_block: start });
    for (const delta of deltas) yield event('content_block_delta', { index, delta });
    yield event('content_block_stop', { index });
  }
  yield event('message_delta', { delta: stop, usage: { input_tokens: null, ...OUTPUT } });
  yield event('message_stop');
}

/** How a block begins, and what fills it. */
function pieces(block: Block): [start: object, deltas: object[]] {
  const { type, text = '', thinking = '', signature, input } = block;
  if (type === 'text') {
    const words = text.split(/(?<= )/).map((piece) => ({ type: 'text_delta', text: piece }));
    return [{ ...block, text: '' }, words];
  }
  if (type === 'thinking') {
    const thought = thinking === '' ? [] : [{ type: 'thinking_delta', thinking }];
    const start = { ...block, thinking: '', signature: '' };
    return [start, [...thought, { type: 'signature_delta', signature }]];
  }
  if (type !== 'tool_use') return [block, []];
  const json = JSON.stringify(input);
  const halves = json === '{}' ? [''] : ['', json.slice(0, 9), json.slice(9)];
  return [
    { ...block, input: {} },
    halves.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
  ];
}
