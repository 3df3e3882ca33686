import type { Query } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { ChatRequest, Message, ReasoningWish, Sampling, TextFormat } from '../../contract/request.ts';
import { isObject, SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { parse } from '../../wire/schema.ts';
import { withFacts } from './client.ts';
import { echoOf } from './echo.ts';
import { decodeExtensions } from './extensions.ts';
import { decodeItems, type Placed, toolsAmong } from './items.ts';
import { BODY, type Body } from './schema.ts';
import { decodeTools, placedTools } from './tools.ts';

/** Reads `POST /v1/responses`. */
export function decodeRequest(query: Query): ChatRequest {
  const tree = bodyOf(query.body);
  const body = parse(BODY, tree);
  refuseForeignState(tree, body);
  const input = inputItems(tree.input);
  const history = query.recalled?.history ?? [];
  const items = [...history.flatMap(placedHistory), ...placedInput(input)];
  const placed = [...placedTools(body.tools ?? [], 'tools'), ...toolsAmong(items)];
  const { names, image, nativeChoice, warnings, ...tools } = decodeTools(placed, tree.tool_choice);
  const found = [...warnings];
  const messages = decodeItems(items, query.recalled?.items ?? new Map(), (warning) => found.push(warning));
  if (messages.length === 0) throw invalid('input', '"input" is empty; say what the model is to answer.');
  const format = decodeFormat(body);
  const reasoning = decodeReasoning(body);
  const endUser = body.safety_identifier ?? body.user;
  return {
    operation: 'chat',
    model: body.model,
    messages: [...instructions(body), ...messages],
    stream: body.stream ?? false,
    output: {
      streamUsage: true,
      ...(body.max_output_tokens && { maxTokens: body.max_output_tokens }),
      ...(format && { format }),
      ...(image && { image }),
    },
    sampling: decodeSampling(body),
    ...tools,
    ...(typeof body.parallel_tool_calls === 'boolean' && { parallelToolCalls: body.parallel_tool_calls }),
    ...(reasoning && { reasoning }),
    ...(endUser && { endUser }),
    extensions: {
      'openai-responses': decodeExtensions(tree, nativeChoice),
      ...withFacts({
        echo: echoOf(tree),
        input,
        store: body.store ?? true,
        previous: body.previous_response_id ?? undefined,
        names,
      }),
    },
    warnings: found,
  };
}

export function bodyOf(body: Query['body']): TreeObject {
  if (body.kind === 'json' && isObject(body.tree)) return body.tree;
  throw invalid('body', 'The body must be a JSON object.');
}

/** What lives at OpenAI and cannot be had here. */
function refuseForeignState(tree: TreeObject, { background }: Body): void {
  if (background === true) {
    throw invalid('background', '"background": true is not supported; use "stream": true for long answers.');
  }
  for (const member of ['conversation', 'prompt']) {
    if (tree[member] === undefined || tree[member] === null) continue;
    throw invalid(member, `"${member}" names something kept at OpenAI; use previous_response_id or "input".`);
  }
}

/** The turn's own items; a plain string is a message of the user. */
export function inputItems(input: Tree | undefined): readonly TreeObject[] {
  if (input === undefined || input === null) return [];
  if (typeof input === 'string' || input instanceof SplicedString) {
    return [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: input }] }];
  }
  if (!Array.isArray(input)) throw invalid('input', '"input" must be a string or an array of items.');
  return input.map((item: Tree, index) => {
    if (isObject(item)) return item;
    throw invalid(`input[${index}]`, `"input[${index}]" must be an object.`);
  });
}

const placedInput = (items: readonly TreeObject[]): Placed[] =>
  items.map((item, index) => ({ item, at: `input[${index}]` }));

const placedHistory = (item: Tree): Placed[] =>
  isObject(item) ? [{ item, at: 'previous_response_id' }] : [];

const instructions = ({ instructions: text }: Body): Message[] =>
  text ? [{ role: 'system', parts: [{ type: 'text', text }] }] : [];

function decodeFormat({ text }: Body): TextFormat | undefined {
  const format = text?.format;
  if (format?.type === 'json_object') return { kind: 'json-object' };
  if (format?.type !== 'json_schema') return undefined;
  const { name, schema, description, strict } = format;
  return {
    kind: 'json-schema',
    name,
    schema,
    ...(description && { description }),
    ...(typeof strict === 'boolean' && { strict }),
  };
}

function decodeReasoning({ reasoning }: Body): ReasoningWish | undefined {
  if (!reasoning?.effort && !reasoning?.summary) return undefined;
  const { effort, summary } = reasoning;
  return { ...(effort && { effort }), ...(summary && { show: true }) };
}

const decodeSampling = ({ temperature, top_p: topP }: Body): Sampling => ({
  ...(typeof temperature === 'number' && { temperature }),
  ...(typeof topP === 'number' && { topP }),
});
