import type { FakeCall, FakeReply } from './fake.ts';
import { type Called, namedCalls } from './named-calls.ts';
import { DECLINED, isTextModel } from './openai-chat.ts';
import { fromDataUrl } from './openai-images.ts';
import {
  BLOCKED_ERROR,
  checkDrawing,
  checkInput,
  checkMask,
  type Drawing,
  draw,
  integer,
  oneOf,
  type Rules,
  refuse,
  refuseUnknown,
  resolved,
  unknownModel,
} from './openai-rules.ts';

const KNOWN = [
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'stream',
  'stream_options',
  'temperature',
  'top_p',
  'max_output_tokens',
  'safety_identifier',
  'user',
  'store',
  'metadata',
  'reasoning',
  'text',
  'truncation',
  'parallel_tool_calls',
  'previous_response_id',
  'prompt_cache_key',
  'service_tier',
  'include',
  'background',
  'max_tool_calls',
  'top_logprobs',
  'conversation',
  'prompt',
  // Sent by Codex.
  'client_metadata',
];
const TOOL = [
  'type',
  'model',
  'action',
  'background',
  'complexity',
  'input_fidelity',
  'input_image_mask',
  'moderation',
  'output_compression',
  'output_format',
  'partial_images',
  'quality',
  'size',
];

interface InputPart {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: string;
}

interface Item extends Record<string, unknown> {
  readonly type?: string;
  readonly role?: string;
  readonly content?: string | readonly InputPart[];
  readonly call_id?: string;
  readonly output?: string | readonly InputPart[];
}

export interface Body extends Record<string, unknown> {
  readonly model: string;
  readonly input: readonly Item[];
  readonly tools?: readonly Record<string, unknown>[];
  readonly tool_choice?: string | { readonly type: string };
  readonly stream?: boolean;
}

type Outcome =
  | {
      readonly kind: 'picture';
      readonly drawing: Drawing;
      readonly picture: Buffer;
      readonly partials: readonly Buffer[];
    }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'calls'; readonly calls: readonly Called[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'declined' };

/**
 * POST /responses. "forbidden" in the prompt fails the drawing tool inside a 200, "decline" makes the model say no, "politely" makes the model answer in words; a
 * drawing tool that is not forced draws only when the prompt says "draw". A function is called for each city of "weather in Rome
 * and Oslo", or by name for `call NAME(word)`, after a thought; what it answers is repeated.
 */
export async function responses(call: FakeCall, rules: Rules): Promise<FakeReply> {
  const body = withItems(call.json as Body);
  refuseUnknown(Object.keys(body), KNOWN);
  if (!isTextModel(body.model)) throw unknownModel(body.model);
  body.input.forEach((item, at) => {
    checkItem(item, at, body);
  });
  const outcome = await decide(body, rules);
  const output = [...thoughts(body), ...items(outcome)];
  const response = {
    id: 'resp_fake',
    object: 'response',
    created_at: 1_795_400_000,
    status: 'completed',
    error: null,
    incomplete_details: null,
    model: body.model,
    tools: body.tools ?? [],
    output,
    usage: {
      input_tokens: 2941,
      input_tokens_details: { cached_tokens: 7 },
      output_tokens: 80,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: 3021,
    },
    ...(outcome.kind === 'picture' && { tool_usage: { image_gen: TOOL_USAGE } }),
  };
  return body.stream ? { sse: streamed(response, outcome) } : { json: response };
}

/** A string is a message of the user. */
const withItems = (body: Body): Body =>
  typeof body.input === 'string' ? { ...body, input: [{ role: 'user', content: body.input }] } : body;

const TOOL_USAGE = {
  input_tokens: 40,
  input_tokens_details: { text_tokens: 30, image_tokens: 10 },
  output_tokens: 210,
  total_tokens: 250,
};

const PARTS: { readonly [role: string]: readonly string[] } = {
  assistant: ['output_text', 'refusal'],
  user: ['input_text', 'input_image', 'input_file'],
};

const ITEMS = [
  ...['message', 'reasoning', 'function_call', 'function_call_output'],
  ...['custom_tool_call', 'custom_tool_call_output', 'additional_tools'],
];

function checkItem({ type = 'message', role = '', ...item }: Item, at: number, body: Body): void {
  const path = `input[${at}]`;
  oneOf(`${path}.type`, type, ITEMS);
  if (type === 'message' || type === 'function_call_output') {
    const content = item.content ?? item.output ?? '';
    for (const part of typeof content === 'string' ? [] : content) {
      oneOf(`${path}.content[0].type`, part.type, PARTS[role] ?? PARTS.user ?? []);
    }
  }
  if (type === 'reasoning' && item.encrypted_content !== ENCRYPTED) {
    const message = 'The encrypted content could not be verified.';
    throw refuse(`${path}.encrypted_content`, 'invalid_encrypted_content', message);
  }
  const calls = body.input.filter((each) => each.type === 'function_call').map(({ call_id }) => call_id);
  if (type === 'function_call_output' && !calls.includes(item.call_id)) {
    throw refuse(path, 'invalid_value', `No tool call found for call_id ${item.call_id}.`);
  }
}

/** What only this upstream can read. */
const ENCRYPTED = 'gAAAAA-fake';

/** A model that reasons shows how only when asked. */
function thoughts({ include, reasoning }: Body): object[] {
  const isIncluded = Array.isArray(include) && include.includes('reasoning.encrypted_content');
  const summary = (reasoning as { readonly summary?: string } | undefined)?.summary;
  if (!isIncluded && !summary) return [];
  return [
    {
      id: 'rs_fake',
      type: 'reasoning',
      summary: summary ? [{ type: 'summary_text', text: 'I think so.' }] : [],
      encrypted_content: isIncluded ? ENCRYPTED : null,
    },
  ];
}

const partsOf = ({ content, output }: Item): readonly InputPart[] => {
  const said = content ?? output ?? [];
  return typeof said === 'string' ? [{ type: 'input_text', text: said }] : said;
};

async function decide(body: Body, rules: Rules): Promise<Outcome> {
  const parts = body.input.flatMap(partsOf);
  const prompt = parts.map((part) => part.text ?? '').join(' ');
  const tool = body.tools?.find((each) => each.type === 'image_generation');
  const forced = typeof body.tool_choice === 'object' && body.tool_choice.type === 'image_generation';
  const inputs = parts.flatMap(({ image_url }) => (image_url ? [fromDataUrl(image_url, 'input')] : []));
  for (const input of inputs) await checkInput(input, 'input');
  if (/decline/i.test(prompt)) return { kind: 'declined' };
  const answer = talk(body);
  if (answer) return answer;
  if (!tool)
    return { kind: 'text', text: inputs.length > 0 ? `I see ${inputs.length} pictures.` : 'Hello to you.' };
  const drawing = await checkTool(tool, body, inputs, rules);
  if (/forbidden/i.test(prompt)) return { kind: 'blocked' };
  if (/politely/i.test(prompt) || (!forced && !/draw/i.test(prompt))) {
    return { kind: 'text', text: 'I would rather describe it in words.' };
  }
  const [first] = inputs;
  const partials = integer('tools[0].partial_images', tool.partial_images ?? 0, 0, 3);
  return {
    kind: 'picture',
    drawing,
    picture: await draw(drawing, prompt, first),
    partials: await Promise.all(
      Array.from({ length: partials }, (_, at) => draw(drawing, `partial ${at}`, first)),
    ),
  };
}

const isOutput = (item?: Item): boolean => /^(function|custom_tool)_call_output$/.test(item?.type ?? '');

/** Functions are called once, and their answers repeated. */
function talk(body: Body): Outcome | undefined {
  const name = body.tools?.find((each) => each.type === 'function')?.name;
  const results = body.input.filter(isOutput);
  const last = body.input.at(-1);
  if (isOutput(last)) {
    const said = results
      .flatMap(partsOf)
      .map(({ text, image_url }) => text ?? (image_url ? 'a picture' : ''));
    return { kind: 'text', text: `The tools said: ${said.join(', ')}.` };
  }
  const cities = /weather in (\w+)(?: and (\w+))?/i.exec(last ? (partsOf(last).at(-1)?.text ?? '') : '');
  if (typeof name !== 'string' || !cities) {
    const calls = namedCalls(body);
    return calls.length > 0 ? { kind: 'calls', calls } : undefined;
  }
  const calls = cities.slice(1).flatMap((city) => (city ? [{ name, args: { city } }] : []));
  return { kind: 'calls', calls };
}

async function checkTool(
  tool: Record<string, unknown>,
  body: Body,
  inputs: readonly Buffer[],
  rules: Rules,
): Promise<Drawing> {
  refuseUnknown(Object.keys(tool), TOOL, 'tools[0].');
  if (Number(tool.partial_images ?? 0) > 0 && !body.stream) {
    throw refuse('tools[0].partial_images', 'invalid_value', 'partial_images needs stream.');
  }
  const mask = tool.input_image_mask as { readonly image_url?: string } | undefined;
  const [first] = inputs;
  if (mask) {
    if (!first) throw refuse('tools[0].input_image_mask', 'invalid_value', 'There is no image to mask.');
    await checkMask(
      fromDataUrl(mask.image_url ?? '', 'tools[0].input_image_mask'),
      first,
      'tools[0].input_image_mask',
    );
  }
  return checkDrawing({ ...tool, model: tool.model ?? 'gpt-image-2.6-sunburst' }, rules);
}

function items(outcome: Outcome): object[] {
  if (outcome.kind === 'calls') {
    return outcome.calls.map(({ name, namespace, args, custom }, at) => ({
      id: `fc_fake${at}`,
      type: custom === undefined ? 'function_call' : 'custom_tool_call',
      status: 'completed',
      call_id: `call_${at}`,
      name,
      namespace,
      ...(custom === undefined ? { arguments: JSON.stringify(args) } : { input: custom }),
    }));
  }
  if (outcome.kind === 'text') return [message(outcome.text)];
  if (outcome.kind === 'declined') return [message({ type: 'refusal', refusal: DECLINED })];
  const item = { id: 'ig_fake', type: 'image_generation_call' };
  if (outcome.kind === 'blocked') {
    return [{ ...item, status: 'failed', result: null, error: BLOCKED_ERROR }, message('I am sorry.')];
  }
  const result = outcome.picture.toString('base64');
  const done = { ...item, status: 'completed', action: 'generate', ...resolved(outcome.drawing) };
  return [{ ...done, revised_prompt: 'A revised prompt', result }, message('')];
}

type Content = { readonly type: string; readonly text?: string; readonly refusal?: string };

const message = (said: string | Content) => ({
  id: 'msg_fake',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [typeof said === 'string' ? { type: 'output_text', text: said, annotations: [] } : said],
});

/** The order of events as recorded, the preview that nobody asked for included. */
async function* streamed(response: Record<string, unknown>, outcome: Outcome): AsyncGenerator<string> {
  let sequence_number = 0;
  const event = (type: string, data: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence_number++, ...data })}\n\n`;
  const started = { ...response, status: 'in_progress', output: [], usage: null };
  yield event('response.created', { response: started });
  yield event('response.in_progress', { response: started });
  const output = response.output as readonly Record<string, unknown>[];
  for (const [output_index, item] of output.entries()) {
    yield event('response.output_item.added', { output_index, item: begun(item) });
    if (item.type === 'function_call' || item.type === 'custom_tool_call')
      yield* called(item, output_index, event);
    else if (item.type === 'reasoning') yield* thought(item, output_index, event);
    else if (item.type === 'message') yield* words(item, output_index, event);
    else yield* drawn(item, output_index, outcome, event);
    yield event('response.output_item.done', { output_index, item });
  }
  yield event('response.completed', { response });
}

type Event = (type: string, data: object) => string;

function begun(item: Record<string, unknown>): object {
  const { id, type, call_id, name } = item;
  if (type === 'function_call') return { id, type, call_id, name, arguments: '', status: 'in_progress' };
  if (type === 'custom_tool_call') return { id, type, call_id, name, input: '', status: 'in_progress' };
  if (type === 'message') return { id, type, role: 'assistant', status: 'in_progress', content: [] };
  return type === 'reasoning' ? { id, type, summary: [] } : { id, type, status: 'in_progress' };
}

function* called(item: Record<string, unknown>, output_index: number, event: Event): Generator<string> {
  const at = { item_id: item.id, output_index };
  if (item.type === 'custom_tool_call') {
    yield event('response.custom_tool_call_input.delta', { ...at, delta: item.input });
    yield event('response.custom_tool_call_input.done', { ...at, input: item.input });
    return;
  }
  for (const delta of String(item.arguments).split(/(?<=:)/)) {
    yield event('response.function_call_arguments.delta', { ...at, delta });
  }
  yield event('response.function_call_arguments.done', { ...at, arguments: item.arguments });
}

function* thought(item: Record<string, unknown>, output_index: number, event: Event): Generator<string> {
  const summary = item.summary as readonly { readonly text: string }[];
  for (const [summary_index, part] of summary.entries()) {
    const at = { item_id: item.id, output_index, summary_index };
    yield event('response.reasoning_summary_part.added', { ...at, part: { ...part, text: '' } });
    yield event('response.reasoning_summary_text.delta', { ...at, delta: part.text });
    yield event('response.reasoning_summary_text.done', { ...at, text: part.text });
    yield event('response.reasoning_summary_part.done', { ...at, part });
  }
}

function* drawn(
  item: Record<string, unknown>,
  output_index: number,
  outcome: Outcome,
  event: Event,
): Generator<string> {
  const at = { item_id: item.id, output_index };
  yield event('response.image_generation_call.in_progress', at);
  yield event('response.image_generation_call.generating', at);
  if (outcome.kind !== 'picture') return;
  const previews = outcome.partials.length > 0 ? outcome.partials : [outcome.picture];
  for (const [partial_image_index, preview] of previews.entries()) {
    const partial_image_b64 = preview.toString('base64');
    const data = { ...at, partial_image_index, partial_image_b64, ...resolved(outcome.drawing) };
    yield event('response.image_generation_call.partial_image', data);
  }
  yield event('response.image_generation_call.completed', at);
}

function* words(item: Record<string, unknown>, output_index: number, event: Event): Generator<string> {
  const [part = { type: 'output_text' }] = item.content as readonly Content[];
  const member = part.type === 'refusal' ? 'refusal' : 'text';
  const text = part[member] ?? '';
  const at = { item_id: item.id, output_index, content_index: 0 };
  yield event('response.content_part.added', { ...at, part: { ...part, [member]: '' } });
  for (const delta of text.split(/(?<= )/).filter((each) => each !== '')) {
    yield event(`response.${part.type}.delta`, { ...at, delta, obfuscation: 'xx' });
  }
  yield event(`response.${part.type}.done`, { ...at, [member]: text });
  yield event('response.content_part.done', { ...at, part });
}
