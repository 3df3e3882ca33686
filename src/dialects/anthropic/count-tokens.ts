import type { ClientReply, Query, ReplyContext } from '../../contract/dialect.ts';
import type { TaskRequest } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { isObject, SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { axonhubExtension } from '../openai-shared/extension.ts';
import { bodyOf } from './decode.ts';
import { requiredText } from './fields.ts';
import { decodeMessages } from './messages.ts';

/** Reads `POST /v1/messages/count_tokens`. */
export function decodeCount(query: Query): TaskRequest {
  const body = bodyOf(query);
  decodeMessages(body.system, body.messages, () => {});
  return {
    operation: 'task',
    task: 'anthropic-count-tokens',
    model: requiredText(body.model, 'model'),
    stream: false,
    body,
    estimate: () => ({ input_tokens: estimate(body) }),
    extensions: {},
    warnings: [],
  };
}

export function encodeCount({ extensions, warnings }: Response, context: ReplyContext): ClientReply {
  const axonhub = warnings.length > 0 && { axonhub: axonhubExtension(context, warnings, []) };
  return { status: 200, headers: {}, tree: { ...extensions.task, ...axonhub } };
}

/** English text and JSON come to about four characters a token. */
const CHARACTERS_PER_TOKEN = 4;
/** What a picture of a megapixel or more costs. */
const TOKENS_PER_PICTURE = 1_600;
const PICTURE_FROM_BYTES = 1_024;

/** A rough count for providers that offer none: what the model reads, by its length. */
function estimate({ system, messages, tools }: TreeObject): number {
  return Math.max(1, Math.ceil(weigh([system ?? null, messages ?? null, tools ?? null])));
}

function weigh(tree: Tree | undefined): number {
  if (typeof tree === 'string') return tree.length / CHARACTERS_PER_TOKEN;
  if (tree instanceof SplicedString) return TOKENS_PER_PICTURE;
  if (Array.isArray(tree)) return tree.reduce((sum: number, each: Tree) => sum + weigh(each), 0);
  if (!isObject(tree)) return tree === null || tree === undefined ? 0 : 1;
  if (isPicture(tree)) return TOKENS_PER_PICTURE;
  return Object.entries(tree).reduce(
    (sum, [key, value]) => sum + key.length / CHARACTERS_PER_TOKEN + weigh(value),
    0,
  );
}

const isPicture = ({ type, data, url }: TreeObject): boolean =>
  (type === 'base64' && (typeof data !== 'string' || data.length > PICTURE_FROM_BYTES)) ||
  (type === 'url' && url !== undefined);
