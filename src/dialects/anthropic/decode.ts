import type { Query } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { ChatRequest, Sampling, Warning } from '../../contract/request.ts';
import { isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { defined } from '../../lib/defined.ts';
import { optionalBoolean, optionalNumber, optionalText, requiredText } from './fields.ts';
import { decodeImageOutput } from './image-output.ts';
import { decodeMessages } from './messages.ts';
import { decodeThinking } from './reasoning.ts';
import { decodeTools } from './tools.ts';

/** Members this dialect reads itself; all others travel on as extensions. */
const READ: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'system', 'stream', 'max_tokens', 'temperature', 'top_p', 'top_k'],
  ...['stop_sequences', 'metadata', 'tools', 'tool_choice', 'thinking', 'output_config', 'output_format'],
  'modalities',
]);

/** Reads `POST /v1/messages`. */
export function decodeRequest(query: Query): ChatRequest {
  const body = bodyOf(query);
  const warnings: Warning[] = [];
  const warn = (warning: Warning) => void (isNew(warnings, warning) && warnings.push(warning));
  const image = decodeImageOutput(body, warn);
  const { reasoning, format, rest } = decodeThinking(body);
  const maxTokens = optionalNumber(body.max_tokens, 'max_tokens', [0, 10_000_000]);
  const endUser = optionalText(member(body.metadata, 'user_id'), 'metadata.user_id');
  return {
    operation: 'chat',
    model: requiredText(body.model, 'model'),
    messages: decodeMessages(body.system, body.messages, warn),
    stream: optionalBoolean(body.stream, 'stream') ?? false,
    output: {
      streamUsage: true,
      ...(maxTokens !== undefined && { maxTokens }),
      ...(format && { format }),
      ...(image && { image }),
    },
    sampling: decodeSampling(body),
    ...decodeTools(body, warn),
    ...(reasoning && { reasoning }),
    ...(endUser !== undefined && { endUser }),
    extensions: { anthropic: { ...unread(body), ...outputConfig(rest), ...betas(query.headers) } },
    warnings,
  };
}

export function bodyOf({ body }: Query): TreeObject {
  if (body.kind === 'json' && isObject(body.tree)) return body.tree;
  throw invalid('body', 'The body must be a JSON object.');
}

const isNew = (warnings: readonly Warning[], { field, detail }: Warning): boolean =>
  !warnings.some((known) => known.field === field && known.detail === detail);

function decodeSampling(body: TreeObject): Sampling {
  const read = {
    temperature: optionalNumber(body.temperature, 'temperature', [0, 1]),
    topP: optionalNumber(body.top_p, 'top_p', [0, 1]),
    topK: optionalNumber(body.top_k, 'top_k', [0, 100_000]),
    stop: decodeStop(body.stop_sequences),
  };
  return defined(read);
}

function decodeStop(tree: Tree | undefined): readonly string[] | undefined {
  if (tree === undefined || tree === null) return undefined;
  if (!Array.isArray(tree)) throw invalid('stop_sequences', 'stop_sequences must be an array of strings.');
  const stop = tree.map((each: Tree, index) => requiredText(each, `stop_sequences[${index}]`));
  return stop.length === 0 ? undefined : stop;
}

const unread = (body: TreeObject): TreeObject =>
  Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !READ.has(name) && value !== null && value !== undefined),
  );

const outputConfig = (rest: TreeObject): TreeObject =>
  Object.keys(rest).length === 0 ? {} : { output_config: rest };

/** Betas the client switches on by header, under the name they have in the body where an upstream takes no header. */
function betas(headers: Query['headers']): TreeObject {
  const names = [headers['anthropic-beta'] ?? []].flat().flatMap((header) => header.split(','));
  const beta = names.map((name) => name.trim()).filter((name) => name !== '');
  return beta.length === 0 ? {} : { anthropic_beta: beta };
}
