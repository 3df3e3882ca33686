import type { Query } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { ChatRequest, Sampling, Warning } from '../../contract/request.ts';
import { isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { optionalBoolean, optionalNumber, optionalText, requiredText } from './fields.ts';
import { decodeImageOutput, IMAGE_MEMBERS, isImageTool } from './image-output.ts';
import { decodeMessages } from './messages.ts';

/** Members this dialect reads itself; all others travel on as extensions. */
const READ = [
  'model',
  'messages',
  'stream',
  'stream_options',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'top_k',
  'frequency_penalty',
  'presence_penalty',
  'seed',
  'stop',
  'user',
  'safety_identifier',
  'tools',
  'tool_choice',
];

/** Reads `POST /v1/chat/completions`. */
export function decodeChat(query: Query): ChatRequest {
  const body = query.body.kind === 'json' ? query.body.tree : null;
  if (!isObject(body)) throw invalid('body', 'The body must be a JSON object.');
  const { image, warnings } = decodeImageOutput(body);
  const maxTokens = optionalNumber(
    body.max_completion_tokens ?? body.max_tokens,
    'max_tokens',
    1,
    10_000_000,
  );
  const endUser = optionalText(body.safety_identifier ?? body.user, 'user');
  return {
    operation: 'chat',
    model: requiredText(body.model, 'model'),
    messages: decodeMessages(body.messages),
    stream: optionalBoolean(body.stream, 'stream') ?? false,
    output: {
      ...(maxTokens !== undefined && { maxTokens }),
      ...(member(body.stream_options, 'include_usage') === true && { streamUsage: true }),
      ...(image && { image }),
    },
    sampling: decodeSampling(body),
    ...(endUser !== undefined && { endUser }),
    extensions: decodeExtensions(body, image !== undefined),
    warnings: [...warnings, ...choiceWarnings(body, image !== undefined)],
  };
}

function decodeSampling(body: TreeObject): Sampling {
  const read = {
    temperature: optionalNumber(body.temperature, 'temperature', 0, 2),
    topP: optionalNumber(body.top_p, 'top_p', 0, 1),
    topK: optionalNumber(body.top_k, 'top_k', 0, 100_000),
    frequencyPenalty: optionalNumber(body.frequency_penalty, 'frequency_penalty', -2, 2),
    presencePenalty: optionalNumber(body.presence_penalty, 'presence_penalty', -2, 2),
    seed: optionalNumber(body.seed, 'seed', -(2 ** 53), 2 ** 53),
    stop: decodeStop(body.stop),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

function decodeStop(tree: Tree | undefined): readonly string[] | undefined {
  if (tree === undefined || tree === null) return undefined;
  const list = typeof tree === 'string' ? [tree] : tree;
  if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list as string[];
  throw invalid('stop', 'stop must be a string or an array of strings.');
}

function decodeExtensions(body: TreeObject, wantsImage: boolean): ChatRequest['extensions'] {
  const known = new Set(wantsImage ? [...READ, ...IMAGE_MEMBERS] : [...READ, 'modalities']);
  const rest = Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !known.has(name) && value !== null && value !== undefined),
  );
  if (!wantsImage && body.n === 1) delete rest.n;
  const tools = Array.isArray(body.tools) ? body.tools.filter((tool: Tree) => !isImageTool(tool)) : [];
  const choice = body.tool_choice;
  const forwarded = tools.length > 0 && {
    tools,
    ...(choice !== undefined && choice !== null && { tool_choice: choice }),
  };
  return { 'openai-chat': { ...rest, ...forwarded } };
}

function choiceWarnings(body: TreeObject, wantsImage: boolean): Warning[] {
  if (wantsImage || typeof body.n !== 'number' || body.n <= 1) return [];
  return [
    { kind: 'ignored', field: 'n', detail: 'Several text choices are not supported; one is returned.' },
  ];
}
