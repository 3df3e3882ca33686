import type { Query } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { ChatRequest, Warning } from '../../contract/request.ts';
import { isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { decodeChoices } from '../openai-shared/choices.ts';
import { optionalBoolean, optionalNumber, optionalText, requiredText } from '../openai-shared/fields.ts';
import { decodeSampling, SAMPLING_MEMBERS } from '../openai-shared/sampling.ts';

/** Members that are read, or whose loss is reported under a name of its own. */
const READ: readonly string[] = [
  ...['model', 'prompt', 'stream', 'stream_options', 'max_tokens', 'user', 'echo'],
  ...['n', 'best_of', 'suffix', 'logprobs'],
  ...SAMPLING_MEMBERS,
];

/** Reads `POST /v1/completions`: the prompt becomes a user's message. */
export function decodeCompletion(query: Query): ChatRequest {
  const body = query.body.kind === 'json' ? query.body.tree : null;
  if (!isObject(body)) throw invalid('body', 'The body must be a JSON object.');
  const prompt = readPrompt(body.prompt);
  const maxTokens = optionalNumber(body.max_tokens, 'max_tokens', 1, 10_000_000);
  const choices = decodeChoices(body);
  const endUser = optionalText(body.user, 'user');
  const echoes = optionalBoolean(body.echo, 'echo') === true;
  return {
    operation: 'chat',
    model: requiredText(body.model, 'model'),
    messages: [{ role: 'user', parts: [{ type: 'text', text: prompt }] }],
    stream: optionalBoolean(body.stream, 'stream') ?? false,
    output: {
      ...(maxTokens !== undefined && { maxTokens }),
      ...(choices !== undefined && { choices }),
      ...(member(body.stream_options, 'include_usage') === true && { streamUsage: true }),
    },
    sampling: decodeSampling(body),
    ...(endUser !== undefined && { endUser }),
    extensions: { 'openai-chat': unread(body), client: { ...(echoes && { echo: prompt }) } },
    warnings: lost(body),
  };
}

/** One prompt: several would be several conversations, which one answer cannot hold. */
function readPrompt(tree: Tree | undefined): string {
  const only = Array.isArray(tree) && tree.length === 1 && typeof tree[0] === 'string' ? tree[0] : tree;
  if (Array.isArray(only)) {
    throw invalid('prompt', 'prompt must be one text; send several prompts, or tokens, one by one as text.');
  }
  return requiredText(only, 'prompt');
}

const unread = (body: TreeObject): TreeObject =>
  Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) => !READ.includes(name) && value !== null && value !== undefined,
    ),
  );

/** What a chat has no room for. An upstream that has completions of its own gets all of it. */
function lost({ n, best_of, suffix, logprobs }: TreeObject): Warning[] {
  const isMore = typeof best_of === 'number' && best_of > (typeof n === 'number' ? n : 1);
  const warnings = {
    best_of: isMore && 'No more answers are made than are returned.',
    suffix: typeof suffix === 'string' && suffix !== '' && 'The model is not shown what follows the gap.',
    logprobs: typeof logprobs === 'number' && 'The model does not report probabilities here.',
  };
  return Object.entries(warnings).flatMap(([field, detail]): Warning[] =>
    detail === false ? [] : [{ kind: 'ignored', field, detail }],
  );
}
