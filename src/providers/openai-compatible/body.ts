import type { Target } from '../../contract/provider.ts';
import type { ChatJob, Sampling, Warning } from '../../contract/request.ts';
import { isObject, type TreeObject } from '../../contract/tree.ts';
import { encodeMessages } from './messages.ts';
import type { ChatCompletionsOptions } from './options.ts';

/** The body of a chat completions request, and what of the job it does not carry. */
export function encodeBody(
  job: ChatJob,
  target: Target,
  options: ChatCompletionsOptions,
): { body: TreeObject; warnings: Warning[] } {
  const { request } = job;
  const own = withoutCount(request.extensions['openai-chat'] ?? {});
  const extra = options.extend?.(job, target);
  const body: TreeObject = {
    ...own,
    model: target.model,
    messages: encodeMessages(request.messages, options.assistantExtras),
    ...encodeSampling(request.sampling, options),
    [options.maxTokensField ?? 'max_tokens']: request.output.maxTokens,
    ...(request.endUser !== undefined && endUser(request.endUser, options)),
    ...(job.stream && streamFields(own, options)),
    ...extra?.fields,
  };
  const warnings = [
    ...ignoredSampling(request.sampling, options),
    ...foreignExtensions(request.extensions, 'openai-chat'),
    ...(extra?.warnings ?? []),
  ];
  return { body, warnings };
}

/** Reports every field that only formats other than `own` know; `client` is between the dialect and itself. */
export function foreignExtensions(
  extensions: ChatJob['request']['extensions'],
  ...own: readonly string[]
): Warning[] {
  return Object.entries(extensions)
    .filter(([format]) => format !== 'client' && !own.includes(format))
    .flatMap(([, fields]) => Object.keys(fields).map((field) => ignored(field)));
}

export const ignored = (field: string, detail = 'The upstream does not know this parameter.'): Warning => ({
  kind: 'ignored',
  field,
  detail,
});

/** Without `n`: several choices have no place in our response, and the dialect has warned already. */
function withoutCount({ n: _, ...fields }: TreeObject): TreeObject {
  return fields;
}

function encodeSampling(sampling: Sampling, options: ChatCompletionsOptions): TreeObject {
  return {
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: options.topK ? sampling.topK : undefined,
    frequency_penalty: sampling.frequencyPenalty,
    presence_penalty: sampling.presencePenalty,
    seed: sampling.seed,
    stop: sampling.stop,
  };
}

const ignoredSampling = (sampling: Sampling, options: ChatCompletionsOptions): Warning[] =>
  sampling.topK !== undefined && !options.topK ? [ignored('top_k')] : [];

const endUser = (user: string, options: ChatCompletionsOptions): TreeObject =>
  options.endUser?.(user) ?? { user };

function streamFields(fields: TreeObject, options: ChatCompletionsOptions): TreeObject {
  if (options.streamUsage === false) return { stream: true };
  const asked = isObject(fields.stream_options) ? fields.stream_options : {};
  return { stream: true, stream_options: { ...asked, include_usage: true } };
}
