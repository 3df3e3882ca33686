import type { ImageOrder } from '../../contract/image.ts';
import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob, Sampling, Warning } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { asArray, isObject, member, type TreeObject } from '../../contract/tree.ts';
import { foreignExtensions, ignored } from '../openai-compatible/body.ts';
import { DrawnAnswer } from './drawn-answer.ts';
import { endUserFields } from './end-user.ts';
import { decodeError } from './errors.ts';
import { encodeImageTool } from './image-tool.ts';
import { encodeInput } from './input-items.ts';
import { ResponsesStream } from './responses-stream.ts';

/** POST /responses with the image_generation tool: how a text model draws. */
export const responses: Required<Exchange<ChatJob>> = {
  kind: 'exchange',
  encode(job, target) {
    const { body, warnings } = encodeBody(job, target);
    return { call: { method: 'POST', path: '/responses', body: { kind: 'json', tree: body } }, warnings };
  },
  decode(reply, job, target) {
    const { tree } = reply;
    if (isObject(member(tree, 'error')) || !isObject(tree)) throw decodeError(reply);
    const answer = new DrawnAnswer(job, target.model);
    const items = asArray(tree.output).flatMap((item) => answer.wholeItem(item));
    return collect([...answer.start(tree), ...items, ...answer.end(tree)]);
  },
  decodeStream: (job, target) => new ResponsesStream(new DrawnAnswer(job, target.model)),
};

const ONE: ImageOrder = { count: 1 };

function encodeBody(job: ChatJob, target: Target): { body: TreeObject; warnings: Warning[] } {
  const { request, stream } = job;
  const { tool, warnings } = encodeImageTool(job, job.order ?? ONE);
  const extensions = encodeExtensions(request.extensions['openai-chat'] ?? {});
  const body = {
    ...(request.endUser !== undefined && endUserFields(request.endUser)),
    // As chat completions do by default: what a gateway's client says is not kept upstream.
    store: false,
    ...extensions.fields,
    model: target.model,
    input: encodeInput(request.messages),
    tools: [tool],
    tool_choice: request.output.image?.required ? { type: 'image_generation' } : 'auto',
    temperature: request.sampling.temperature,
    top_p: request.sampling.topP,
    max_output_tokens: request.output.maxTokens,
    ...(stream && { stream }),
  };
  const foreign = foreignExtensions(request.extensions, 'openai-chat');
  return {
    body,
    warnings: [...warnings, ...lostSampling(request.sampling), ...extensions.warnings, ...foreign],
  };
}

/** What chat completions take and the Responses API does not. */
function lostSampling({ topK, frequencyPenalty, presencePenalty, seed, stop }: Sampling): Warning[] {
  const lost = {
    top_k: topK,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
    seed,
    stop,
  };
  return Object.entries(lost).flatMap(([field, value]) =>
    value === undefined ? [] : [ignored(field, 'Not available where a text model draws.')],
  );
}

/** Fields of chat completions that the Responses API knows under the same name. */
const SHARED = [
  'metadata',
  'parallel_tool_calls',
  'prompt_cache_key',
  'service_tier',
  'store',
  'top_logprobs',
];

function encodeExtensions(extensions: TreeObject): { fields: TreeObject; warnings: Warning[] } {
  const { reasoning_effort: effort, verbosity, ...rest } = extensions;
  const lost = Object.keys(rest).filter((field) => !SHARED.includes(field));
  return {
    fields: {
      ...Object.fromEntries(Object.entries(rest).filter(([field]) => SHARED.includes(field))),
      ...(effort !== undefined && { reasoning: { effort } }),
      ...(verbosity !== undefined && { text: { verbosity } }),
    },
    warnings: lost.map((field) => ignored(field, 'Not available where a text model draws.')),
  };
}
