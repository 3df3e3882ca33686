import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { inspectPicture } from './picture.ts';

const KEY = 'sk-ant-test';
const FIELDS = [
  'model',
  'max_tokens',
  'messages',
  'system',
  'stream',
  'stop_sequences',
  'metadata',
  'thinking',
  'tools',
  'tool_choice',
  'output_config',
  'service_tier',
  'container',
  'cache_control',
];
const SAMPLING = ['temperature', 'top_p', 'top_k'];
const VERSIONS = ['2023-06-01', '2026-10-21'];

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly source?: { readonly type: string; readonly media_type?: string; readonly data?: string };
}

interface Body extends Record<string, unknown> {
  readonly model: string;
  readonly max_tokens?: number;
  readonly messages: readonly { readonly role: string; readonly content: string | readonly Block[] }[];
  readonly stream?: boolean;
}

class Refusal extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

const bad = (message: string): Refusal => new Refusal(400, 'invalid_request_error', message);

/**
 * Anthropic below `/v1`, as strict as the real one; the key is `sk-ant-test`. "forbidden" in a prompt makes the model stop
 * with a refusal and without a word.
 */
export function startAnthropic(): Promise<Fake> {
  return startFake(async (call) => {
    try {
      return await answer(call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { type, message, status } = error;
      return { status, json: { type: 'error', error: { type, message }, request_id: 'req_fake' } };
    }
  });
}

async function answer(call: FakeCall): Promise<FakeReply> {
  if (call.headers['x-api-key'] !== KEY) throw new Refusal(401, 'authentication_error', 'invalid x-api-key');
  if (call.path !== '/v1/messages' || call.method !== 'POST')
    throw new Refusal(404, 'not_found_error', 'Not Found');
  const body = call.json as Body;
  checkFields(body, String(call.headers['anthropic-version']));
  const blocks = body.messages.flatMap(({ content }) =>
    typeof content === 'string' ? [{ type: 'text', text: content }] : content,
  );
  const sizes: string[] = [];
  for (const block of blocks) sizes.push(...(await checkBlock(block)));
  const refused = blocks.some(({ text }) => /forbidden/i.test(text ?? ''));
  const text = sizes.length === 0 ? 'Hello to you.' : `I see ${sizes.length} pictures: ${sizes.join(', ')}.`;
  const message = { id: 'msg_fake', type: 'message', role: 'assistant', model: body.model };
  const outcome = refused ? { text: '', stop_reason: 'refusal' } : { text, stop_reason: 'end_turn' };
  return body.stream ? { sse: streamed(message, outcome) } : { json: whole(message, outcome) };
}

function checkFields(body: Body, version: string): void {
  if (!VERSIONS.includes(version)) throw bad(`anthropic-version: ${version} is not a valid version`);
  const sampling = version === '2023-06-01' && /-4-[0-6]/.test(body.model) ? SAMPLING : [];
  for (const field of Object.keys(body)) {
    if (![...FIELDS, ...sampling].includes(field)) throw bad(`${field}: Extra inputs are not permitted`);
  }
  if (body.temperature !== undefined && body.top_p !== undefined) {
    throw bad('temperature and top_p cannot both be specified for this model.');
  }
  if (!/^claude-[a-z]+-[45]/.test(body.model))
    throw new Refusal(404, 'not_found_error', `model: ${body.model}`);
  if (!Number.isInteger(body.max_tokens)) throw bad('max_tokens: Field required');
  if (body.messages.length === 0) throw bad('messages: at least one message is required');
  for (const { role, content } of body.messages) {
    if (role !== 'user' && role !== 'assistant') throw bad(`messages: Unexpected role "${role}"`);
    if (content.length === 0) throw bad('messages: content must not be empty');
  }
}

/** Sizes of the pictures in the block. */
async function checkBlock({ type, text, source }: Block): Promise<string[]> {
  if (type === 'text') {
    if (!text?.trim()) throw bad('messages: text content blocks must be non-empty');
    return [];
  }
  if (type !== 'image' || !source) throw bad(`messages: Input tag '${type}' found`);
  if (source.type === 'url') return ['a link'];
  const facts = await inspectPicture(Buffer.from(source.data ?? '', 'base64')).catch(() => undefined);
  if (!facts) throw bad('messages: Could not process image');
  if (source.media_type !== `image/${facts.format}`) {
    throw bad(
      `messages: image was specified using ${source.media_type} but appears to be image/${facts.format}`,
    );
  }
  return [`${facts.width}x${facts.height}`];
}

interface Outcome {
  readonly text: string;
  readonly stop_reason: string;
}

const INPUT = { input_tokens: 20, cache_read_input_tokens: 5, cache_creation_input_tokens: 3 };
const OUTPUT = { output_tokens: 7, output_tokens_details: { thinking_tokens: 2 } };

function whole(message: object, { text, stop_reason }: Outcome): object {
  const content =
    text === ''
      ? []
      : [
          { type: 'thinking', thinking: 'Hm.', signature: 'sig' },
          { type: 'text', text },
        ];
  return { ...message, content, stop_reason, stop_sequence: null, usage: { ...INPUT, ...OUTPUT } };
}

function* streamed(message: object, { text, stop_reason }: Outcome): Generator<string> {
  const event = (type: string, data: object = {}): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  yield event('message_start', {
    message: { ...message, content: [], usage: { ...INPUT, output_tokens: 1 } },
  });
  yield event('ping');
  if (text !== '') {
    yield event('content_block_start', {
      index: 0,
      content_block: { type: 'thinking', thinking: '', signature: '' },
    });
    yield event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: 'Hm.' } });
    yield event('content_block_delta', { index: 0, delta: { type: 'signature_delta', signature: 'sig' } });
    yield event('content_block_stop', { index: 0 });
    yield event('content_block_start', { index: 1, content_block: { type: 'text', text: '' } });
    for (const word of text.split(/(?<= )/)) {
      yield event('content_block_delta', { index: 1, delta: { type: 'text_delta', text: word } });
    }
    yield event('content_block_stop', { index: 1 });
  }
  yield event('message_delta', {
    delta: { stop_reason, stop_sequence: null },
    usage: { input_tokens: null, ...OUTPUT },
  });
  yield event('message_stop');
}
