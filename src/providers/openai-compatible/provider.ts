import type { ModelCard } from '../../contract/capability.ts';
import type { Provider } from '../../contract/provider.ts';
import type { TaskName } from '../../contract/request.ts';
import { chatCompletions } from './chat.ts';
import { decodeOpenAiError } from './errors.ts';
import { listOpenAiModels } from './list-models.ts';
import type { ChatCompletionsOptions } from './options.ts';
import { withMaxCompletionTokens } from './relayed-body.ts';
import { type TaskPath, taskCall } from './tasks.ts';

type Given =
  | 'id'
  | 'telemetryName'
  | 'title'
  | 'docs'
  | 'baseUrl'
  | 'envKey'
  | 'keys'
  | 'accepts'
  | 'takesUrls'
  | 'models';

/** An upstream that speaks chat completions: what must be said about it, and what differs from OpenAI. */
export interface CompatibleProvider extends Pick<Provider, Given> {
  readonly chat?: ChatCompletionsOptions;
  /** Which tasks it has, and where. */
  readonly tasks?: { readonly [task in TaskName]?: TaskPath };
  /** Has the completions from before there was chat too. */
  readonly completions?: boolean;
  readonly decodeError?: Provider['decodeError'];
  /** Its own way of drawing. */
  readonly image?: NonNullable<Provider['image']>;
  /** Cards of models outside the catalogue; default: a chat model that may see pictures. */
  readonly card?: (id: string) => ModelCard | undefined;
}

/** A provider by data. */
export function compatibleProvider(given: CompatibleProvider): Provider {
  const { chat: options = {}, tasks = {}, completions, card: guess, ...rest } = given;
  const decodeError = given.decodeError ?? decodeOpenAiError;
  const calls = Object.entries(tasks).map(([task, path]) => [task, taskCall(path, decodeError)]);
  const path = options.path ?? '/chat/completions';
  return {
    ...rest,
    listModels: listOpenAiModels,
    decodeError,
    chat: chatCompletions({ ...options, decodeError }),
    tasks: Object.fromEntries(calls),
    speaks: {
      ...(takesRequestsAsTheyCome(options) && { 'openai-chat': () => path }),
      ...(completions && { 'openai-completions': () => '/completions' }),
    },
    ...(options.maxTokensField === 'max_completion_tokens' && {
      adapt: { 'openai-chat': withMaxCompletionTokens },
    }),
    authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
    card: (id) =>
      given.models.find((model) => model.id === id) ?? guess?.(id) ?? { id, chat: { vision: true } },
  };
}

/** Relaying asks every stream for its usage, and history holds no thinking where the client's library drops it. */
const takesRequestsAsTheyCome = ({ streamUsage, echo }: ChatCompletionsOptions): boolean =>
  streamUsage !== false && !echo?.always;

/** Models that talk, as id → title. */
export const chatModels = (
  { vision }: { readonly vision: boolean },
  models: { readonly [id: string]: string },
): readonly ModelCard[] => Object.entries(models).map(([id, title]) => ({ id, title, chat: { vision } }));

/** Models that neither talk nor draw: embeddings, rerank, moderation. */
export const taskModels = (...ids: readonly string[]): readonly ModelCard[] => ids.map((id) => ({ id }));
