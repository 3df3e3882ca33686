import { createHash } from 'node:crypto';
import { inspectPicture } from './picture.ts';

export interface Block extends Record<string, unknown> {
  readonly type: string;
  readonly text?: string;
  readonly thinking?: string;
  readonly signature?: string;
  readonly data?: string;
  readonly id?: string;
  readonly name?: string;
  readonly tool_use_id?: string;
  readonly content?: string | readonly Block[];
  readonly source?: { readonly type: string; readonly media_type?: string; readonly data?: string };
}
export interface Turn {
  readonly role: string;
  readonly content: string | readonly Block[];
}
interface Tool extends Record<string, unknown> {
  readonly type?: string;
  readonly name?: string;
  readonly input_schema?: { readonly type?: string; readonly properties?: object };
}
export interface Body extends Record<string, unknown> {
  readonly model: string;
  readonly max_tokens?: number;
  readonly system?: string | readonly Block[];
  readonly messages: readonly Turn[];
  readonly stream?: boolean;
  readonly tools?: readonly Tool[];
  readonly tool_choice?: { readonly type: string; readonly name?: string };
  readonly thinking?: { readonly type: string; readonly budget_tokens?: number; readonly display?: string };
  readonly output_config?: { readonly effort?: string; readonly format?: { readonly schema?: object } };
}

export class Refusal extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

const bad = (message: string): Refusal => new Refusal(400, 'invalid_request_error', message);

/** How the fake signs what it thinks. */
export const signatureOf = (thinking: string): string =>
  `Ev${createHash('sha256').update(thinking).digest('base64')}`;

/** What the fake hides; any other data is none of its own. */
export const HIDDEN = 'EmwKAhgBEgy3va3pzix/LafPsn4a';

const FIELDS = [
  ...['model', 'max_tokens', 'messages', 'system', 'stream', 'stop_sequences', 'metadata', 'thinking'],
  ...['tools', 'tool_choice', 'output_config', 'service_tier', 'container', 'cache_control', 'speed'],
];
const SAMPLING = ['temperature', 'top_p', 'top_k'];
const VERSIONS = ['2023-06-01', '2026-10-21'];
/** Fields that a beta header switches on. */
const BETA_FIELDS: Readonly<Record<string, string>> = {
  context_management: 'context-management-2025-06-27',
};

const ALWAYS_THINKS = /claude-(fable|mythos)|claude-opus-5-5/;
const BUDGET_ONLY = /-(3-7|4-5|4-1|4-0)(-|$)/;
export const thinksByItself = ({ model, thinking }: Body): boolean =>
  thinking ? ['adaptive', 'enabled'].includes(thinking.type) : /claude-\w+-5/.test(model);

/** Everything that the real API answers with a 400. Sizes of the pictures are what is left to be told. */
export async function checkBody(body: Body, version: string, betas: string): Promise<string[]> {
  if (!VERSIONS.includes(version)) throw bad(`anthropic-version: ${version} is not a valid version`);
  if (!/^claude-[a-z]+-[45]/.test(body.model))
    throw new Refusal(404, 'not_found_error', `model: ${body.model}`);
  checkFields(body, version, betas);
  checkTools(body);
  checkThinking(body);
  checkCacheMarkers(body);
  return checkTurns(body);
}

function checkFields(body: Body, version: string, betas: string): void {
  const sampling = version === '2023-06-01' && /-4-[0-6]/.test(body.model) ? SAMPLING : [];
  const beta = Object.keys(BETA_FIELDS).filter((field) => betas.includes(BETA_FIELDS[field] ?? '-'));
  for (const field of Object.keys(body)) {
    if (![...FIELDS, ...sampling, ...beta].includes(field))
      throw bad(`${field}: Extra inputs are not permitted`);
  }
  if (body.temperature !== undefined && body.top_p !== undefined) {
    throw bad('temperature and top_p cannot both be specified for this model.');
  }
  if (body.temperature !== undefined && body.thinking) {
    throw bad('`temperature` may only be set to 1 when thinking is enabled.');
  }
}

export function checkMaxTokens({ max_tokens }: Body): void {
  if (!Number.isInteger(max_tokens)) throw bad('max_tokens: Field required');
}

const TOOL_FIELDS = [
  ...['name', 'description', 'input_schema', 'cache_control', 'strict', 'type', 'defer_loading'],
  ...['eager_input_streaming', 'input_examples', 'allowed_callers'],
];

function checkTools({ tools = [], tool_choice, model, thinking }: Body): void {
  for (const [index, tool] of tools.entries()) {
    const at = `tools.${index}.custom`;
    if (tool.type !== undefined && tool.type !== 'custom') continue;
    const extra = Object.keys(tool).find((field) => !TOOL_FIELDS.includes(field));
    if (extra) throw bad(`${at}.${extra}: Extra inputs are not permitted`);
    if (!/^[\w-]{1,128}$/.test(tool.name ?? '')) throw bad(`${at}.name: String should match pattern`);
    if (tool.input_schema?.type !== 'object') throw bad(`${at}.input_schema.type: Field required`);
  }
  const names = tools.map(({ name }) => name);
  if (new Set(names).size < names.length) throw bad('tools: Tool names must be unique.');
  if (!tool_choice) return;
  if (tools.length === 0) throw bad('tool_choice may only be specified while providing tools.');
  if (!['any', 'tool'].includes(tool_choice.type)) return;
  if (ALWAYS_THINKS.test(model) || model.startsWith('claude-sonnet-5-5')) {
    throw bad('tool_choice forces tool use is not supported for this model.');
  }
  if (thinksByItself({ model, ...(thinking && { thinking }) } as Body)) {
    throw bad('Thinking may not be enabled when tool_choice forces tool use.');
  }
}

function checkThinking({ model, thinking, max_tokens = 0, output_config = {} }: Body): void {
  const unsupported = (type: string) => bad(`"thinking.type.${type}" is not supported for this model.`);
  if (thinking?.type === 'disabled' && (ALWAYS_THINKS.test(model) || model.startsWith('claude-sonnet-5-5'))) {
    throw unsupported('disabled');
  }
  if (thinking?.type === 'between_tools' && !model.startsWith('claude-sonnet-5-5'))
    throw unsupported('between_tools');
  if (thinking?.type === 'adaptive' && BUDGET_ONLY.test(model)) throw unsupported('adaptive');
  if (thinking?.type === 'enabled') {
    if (!BUDGET_ONLY.test(model) && !/-4-6/.test(model)) throw unsupported('enabled');
    const { budget_tokens: budget = 0 } = thinking;
    if (budget < 1024)
      throw bad('thinking.enabled.budget_tokens: Input should be greater than or equal to 1024');
    if (budget >= max_tokens) throw bad('`max_tokens` must be greater than `thinking.budget_tokens`.');
  }
  const { effort } = output_config;
  if (effort === undefined) return;
  if (/-(sonnet|haiku)-4-5/.test(model)) throw bad('This model does not support the effort parameter.');
  if (!['low', 'medium', 'high', 'xhigh', 'max'].includes(effort))
    throw bad('output_config.effort: bad value');
  if (effort === 'xhigh' && /-4-6/.test(model)) throw bad('effort xhigh is not supported for this model.');
}

function checkCacheMarkers(body: Body): void {
  const markers = JSON.stringify([body.tools, body.system, body.messages]).match(/"cache_control":/g) ?? [];
  if (markers.length > 4)
    throw bad(`A maximum of 4 blocks with cache_control may be provided. Found ${markers.length}.`);
}

export const blocksOf = ({ content }: Pick<Turn, 'content'>): readonly Block[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content;

async function checkTurns({ messages, model, thinking }: Body): Promise<string[]> {
  if (messages.length === 0) throw bad('messages: at least one message is required');
  const sizes: string[] = [];
  for (const [index, turn] of messages.entries()) {
    checkPlace(messages, index, model);
    checkResults(messages, index);
    const blocks = blocksOf(turn);
    if (blocks.length === 0) throw bad(`messages.${index}: content must not be empty`);
    for (const block of blocks) sizes.push(...(await checkBlock(block, turn.role)));
    if (thinking?.type === 'enabled') checkThought(messages, index);
  }
  return sizes;
}

function checkPlace(messages: readonly Turn[], index: number, model: string): void {
  const role = messages[index]?.role;
  if (index === 0 && role !== 'user') throw bad('messages: first message must use the "user" role');
  if (role === 'user' || role === 'assistant') return;
  if (role !== 'system') throw bad(`messages: Unexpected role "${role}"`);
  if (/claude-\w+-4-[0-7]/.test(model)) throw bad("role 'system' is not supported on this model");
  if (messages[index - 1]?.role !== 'user')
    throw bad('messages: a system message must follow a user message');
  if (messages[index + 1]?.role === 'user')
    throw bad('messages: a system message must not precede a user message');
}

/** Every call is answered at the beginning of the very next user turn, and nothing else is. */
function checkResults(messages: readonly Turn[], index: number): void {
  const turn = messages[index];
  if (turn?.role !== 'user') return;
  const before = messages[index - 1];
  const asked =
    before?.role === 'assistant' ? blocksOf(before).filter(({ type }) => type === 'tool_use') : [];
  const blocks = blocksOf(turn);
  const results = blocks.filter(({ type }) => type === 'tool_result');
  const ids = asked.map(({ id }) => id);
  for (const { tool_use_id } of results) {
    if (!ids.includes(tool_use_id)) {
      throw bad(
        `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${tool_use_id}`,
      );
    }
  }
  const answered = blocks.slice(0, results.length).map(({ tool_use_id }) => tool_use_id);
  const open = ids.filter((id) => !answered.includes(id));
  if (open.length > 0) {
    throw bad(`messages.${index - 1}: \`tool_use\` ids were found without \`tool_result\` blocks: ${open}`);
  }
}

function checkThought(messages: readonly Turn[], index: number): void {
  const turn = messages[index];
  const next = messages[index + 1];
  if (turn?.role !== 'assistant' || !next || index + 2 < messages.length) return;
  const [first] = blocksOf(turn);
  const calls = blocksOf(turn).some(({ type }) => type === 'tool_use');
  if (calls && !first?.type.includes('thinking')) {
    throw bad(`messages.${index}.content.0.type: Expected \`thinking\`, but found \`${first?.type}\``);
  }
}

const BLOCK_FIELDS: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'citations', 'cache_control'],
  image: ['source', 'cache_control'],
  document: ['source', 'title', 'context', 'citations', 'cache_control'],
  thinking: ['thinking', 'signature'],
  redacted_thinking: ['data'],
  tool_use: ['id', 'name', 'input', 'caller', 'cache_control'],
  tool_result: ['tool_use_id', 'content', 'is_error', 'cache_control'],
  // What a search for tools found.
  tool_reference: ['tool_name', 'cache_control'],
};

/** Sizes of the pictures in the block. */
async function checkBlock(block: Block, role: string): Promise<string[]> {
  const fields = BLOCK_FIELDS[block.type];
  const own = role === 'assistant' ? ['text', 'thinking', 'redacted_thinking', 'tool_use'] : undefined;
  if (!fields || (own && !own.includes(block.type)) || (role === 'system' && block.type !== 'text')) {
    throw bad(`messages: Input tag '${block.type}' found`);
  }
  const extra = Object.keys(block).find((field) => field !== 'type' && !fields.includes(field));
  if (extra) throw bad(`messages: ${block.type}.${extra}: Extra inputs are not permitted`);
  if (block.type === 'text' && !block.text?.trim())
    throw bad('messages: text content blocks must be non-empty');
  if (block.type === 'tool_use') checkToolUse(block);
  if (block.type === 'image') return [await pictureSize(block)];
  checkSignature(block);
  if (block.type !== 'tool_result' || typeof block.content === 'string') return [];
  const sizes: string[] = [];
  for (const inner of block.content ?? []) sizes.push(...(await checkBlock(inner, 'user')));
  return sizes;
}

function checkToolUse({ id = '', input }: Block): void {
  if (!/^[\w-]+$/.test(id))
    throw bad("messages: tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
  if (typeof input !== 'object' || input === null) throw bad('messages: tool_use.input: should be an object');
}

function checkSignature({ type, thinking = '', signature, data }: Block): void {
  // Hidden thinking is signed for what it was.
  if (type === 'thinking' && signature !== signatureOf(thinking || 'Hm.'))
    throw bad('messages: Invalid `signature` in `thinking` block');
  if (type === 'redacted_thinking' && data !== HIDDEN)
    throw bad('messages: Invalid `data` in `redacted_thinking` block');
}

async function pictureSize({ source }: Block): Promise<string> {
  if (source?.type === 'url') return 'a link';
  const facts = await inspectPicture(Buffer.from(source?.data ?? '', 'base64')).catch(() => undefined);
  if (!facts) throw bad('messages: Could not process image');
  if (source?.media_type !== `image/${facts.format}`) {
    throw bad(
      `messages: image was specified using ${source?.media_type} but appears to be image/${facts.format}`,
    );
  }
  return `${facts.width}x${facts.height}`;
}
