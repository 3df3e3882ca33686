import type { Query } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { ChatRequest, Warning } from '../../contract/request.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { asksForUsage } from '../openai-shared/chat-usage.ts';
import { decodeChoices } from '../openai-shared/choices.ts';
import { optionalBoolean, optionalNumber, optionalText, requiredText } from '../openai-shared/fields.ts';
import { decodeSampling, SAMPLING_MEMBERS } from '../openai-shared/sampling.ts';
import { decodeImageOutput, IMAGE_MEMBERS } from './image-output.ts';
import { isLegacy, withTools } from './legacy-functions.ts';
import { decodeMessages } from './messages.ts';
import { decodeReasoningWish } from './reasoning-wish.ts';
import { decodeSound, SOUND_MEMBERS } from './sound.ts';
import { decodeTextFormat } from './text-format.ts';
import { decodeTools } from './tools.ts';
import { warningsInto } from './warn.ts';

/** Members this dialect reads itself; all others travel on as extensions. */
const READ: readonly string[] = [
  ...['model', 'messages', 'stream', 'stream_options', 'max_tokens', 'max_completion_tokens'],
  ...['user', 'safety_identifier', 'tools', 'tool_choice', 'parallel_tool_calls'],
  ...['response_format', 'reasoning_effort', 'reasoning', 'usage', 'n'],
  ...SAMPLING_MEMBERS,
];

/** Reads `POST /v1/chat/completions`. */
export function decodeChat(query: Query): ChatRequest {
  const given = query.body.kind === 'json' ? query.body.tree : null;
  if (!isObject(given)) throw invalid('body', 'The body must be a JSON object.');
  const body = withTools(given);
  const warnings: Warning[] = [];
  const warn = warningsInto(warnings);
  const { image, warnings: imageWarnings } = decodeImageOutput(body);
  const { tools, rest: toolsRest } = decodeTools(body);
  const { format, rest: formatRest } = decodeTextFormat(
    image ? withoutDelivery(body.response_format) : body.response_format,
  );
  const { reasoning, rest: reasoningRest } = decodeReasoningWish(body);
  const maxTokens = optionalNumber(
    body.max_completion_tokens ?? body.max_tokens,
    'max_tokens',
    1,
    10_000_000,
  );
  const choices = image ? undefined : decodeChoices(body);
  const sound = image ? undefined : decodeSound(body);
  const endUser = optionalText(body.safety_identifier ?? body.user, 'user');
  const read = image ? IMAGE_MEMBERS : sound ? SOUND_MEMBERS : [];
  const rest = { ...unread(body, read), ...toolsRest, ...formatRest, ...reasoningRest };
  return {
    operation: 'chat',
    model: requiredText(body.model, 'model'),
    messages: decodeMessages(body.messages, warn),
    stream: optionalBoolean(body.stream, 'stream') ?? false,
    output: {
      ...(maxTokens !== undefined && { maxTokens }),
      ...(asksForUsage(body) && { streamUsage: true }),
      ...(format && { format }),
      ...(choices !== undefined && { choices }),
      ...(image && { image }),
      ...(sound && { sound }),
      ...(isWordsOnly(body.modalities) && { wordsOnly: true }),
    },
    sampling: decodeSampling(body),
    ...tools,
    ...(reasoning && { reasoning }),
    ...(endUser !== undefined && { endUser }),
    extensions: { 'openai-chat': rest, ...(isLegacy(given) && { client: { legacyFunctions: true } }) },
    warnings: [...imageWarnings, ...warnings],
  };
}

function unread(body: TreeObject, more: readonly string[]): TreeObject {
  const known = new Set([...READ, ...more]);
  const rest = Object.entries(body).filter(
    ([name, value]) => !known.has(name) && value !== null && value !== undefined,
  );
  return Object.fromEntries(rest.filter(([name, value]) => !isDefault(name, value)));
}

/** What is so without being said. */
const isDefault = (name: string, value: Tree | undefined): boolean =>
  name === 'modalities' && isWordsOnly(value);

const isWordsOnly = (modalities: Tree | undefined): boolean =>
  Array.isArray(modalities) && modalities.every((each) => each === 'text');

/** As a text it says how pictures are handed over. */
const withoutDelivery = (format: Tree | undefined): Tree | undefined =>
  typeof format === 'string' ? undefined : format;
