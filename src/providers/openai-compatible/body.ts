import type { Target } from '../../contract/provider.ts';
import type { ChatJob, Message, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { type Carrier, carrierFor } from './carrier.ts';
import { foreignExtensions, ignored } from './ignored.ts';
import { encodeMessages } from './messages.ts';
import type { ChatCompletionsOptions } from './options.ts';
import { encodeReasoning } from './reasoning.ts';
import { encodeSampling } from './sampling.ts';
import { encodeSound } from './sound.ts';
import { encodeTextFormat } from './text-format.ts';
import { encodeTools } from './tools.ts';

export { foreignExtensions, ignored, ignoredDetail } from './ignored.ts';

/** The body of a chat completions request, and what of the job it does not carry. */
export function encodeBody(
  job: ChatJob,
  target: Target,
  options: ChatCompletionsOptions,
): { body: TreeObject; warnings: Warning[] } {
  const { request } = job;
  const carrier = carrierFor(options, target);
  const extra = options.extend?.(job, target);
  const format = encodeTextFormat(request.output.format, carrier);
  const body: TreeObject = {
    ...request.extensions['openai-chat'],
    model: target.model,
    messages: encodeMessages(withHint(request.messages, format.hint), carrier),
    ...encodeSampling(request.sampling, carrier),
    [options.maxTokensField ?? 'max_tokens']: request.output.maxTokens,
    ...endUser(request.endUser, carrier),
    ...encodeTools(request, carrier),
    ...format.fields,
    ...encodeReasoning(request.reasoning, carrier),
    ...encodeSound(job, carrier),
    ...(job.stream && streamFields(options)),
    ...extra?.fields,
  };
  const foreign = foreignExtensions(request, 'openai-chat');
  return { body, warnings: [...carrier.warnings, ...foreign, ...(extra?.warnings ?? [])] };
}

const withHint = (messages: readonly Message[], hint: string | undefined): readonly Message[] =>
  hint === undefined ? messages : [{ role: 'system', parts: [{ type: 'text', text: hint }] }, ...messages];

function endUser(user: string | undefined, { options, warn }: Carrier): TreeObject {
  if (user === undefined) return {};
  if (options.endUser) return options.endUser(user);
  if (options.endUser === undefined) return { user };
  warn(ignored('user'));
  return {};
}

const streamFields = ({ streamUsage }: ChatCompletionsOptions): TreeObject =>
  streamUsage === false ? { stream: true } : { stream: true, stream_options: { include_usage: true } };
