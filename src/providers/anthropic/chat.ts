import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob, ChatRequest, Warning } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { asArray, asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { sha256 } from '../../lib/sha256.ts';
import { foreignExtensions, ignored, ignoredDetail } from '../openai-compatible/body.ts';
import { ClaudeAnswer } from './answer.ts';
import { decodeError } from './errors.ts';
import { generationOf } from './generation.ts';
import { encodeMessages } from './messages.ts';
import { encodeSampling } from './sampling.ts';
import { MessageStream } from './stream.ts';
import { encodeFormat } from './text-format.ts';
import { encodeThinking } from './thinking.ts';
import { encodeTools } from './tools.ts';

/** The API wants a limit; with this one a plain answer stays below the time at which Anthropic demands a stream. */
const DEFAULT_MAX_TOKENS = 16_000;

/** POST /messages, plain and streamed. */
export const chat: Required<Exchange<ChatJob>> = {
  kind: 'exchange',
  encode(job, target) {
    const { request } = job;
    const { tree, warnings: others } = encodeBody(job, target);
    const thinks = tree.thinking !== undefined;
    const { fields, version, warnings } = encodeSampling(request.sampling, target.model, thinks);
    return {
      call: {
        method: 'POST',
        path: '/messages',
        headers: { 'anthropic-version': version, ...betaHeader(request) },
        body: { kind: 'json', tree: { ...tree, ...fields } },
      },
      warnings: [
        ...warnings,
        ...others,
        ...ignoredDetail(request.messages),
        ...foreignExtensions(request, 'anthropic'),
        ...unheard(request),
      ],
    };
  },
  decode(reply, _job, target) {
    const { tree } = reply;
    if (!isObject(tree) || tree.type === 'error') throw decodeError(reply);
    const answer = new ClaudeAnswer(target.model);
    const blocks = asArray(tree.content).flatMap((block) => answer.block(block));
    return collect([...answer.start(tree), ...blocks, ...answer.stop(tree), ...answer.end()]);
  },
  decodeStream: (_job, target) => new MessageStream(new ClaudeAnswer(target.model)),
};

function encodeBody({ request, stream }: ChatJob, target: Target): { tree: TreeObject; warnings: Warning[] } {
  const generation = generationOf(target.model);
  const { anthropic_beta: _, output_config: asked, ...own } = request.extensions.anthropic ?? {};
  const max_tokens = request.output.maxTokens ?? DEFAULT_MAX_TOKENS;
  const { system, messages, warnings } = encodeMessages(request.messages, generation);
  const tools = encodeTools(request, generation);
  const { forced } = tools;
  const thought = encodeThinking(request.reasoning, { generation, maxTokens: max_tokens, forced, messages });
  const format = encodeFormat(request.output.format, generation);
  const output_config: TreeObject = {
    ...(isObject(asked) && asked),
    ...(thought.effort && { effort: thought.effort }),
    ...(format.format && { format: format.format }),
  };
  const tree = {
    ...own,
    model: target.model,
    max_tokens,
    ...systemField(system, format.words),
    messages,
    ...tools.fields,
    ...(thought.thinking && { thinking: thought.thinking }),
    ...(Object.keys(output_config).length > 0 && { output_config }),
    // A hash: Anthropic asks for an opaque id without anything that identifies a person.
    ...(request.endUser !== undefined && { metadata: { user_id: sha256(request.endUser) } }),
    ...(stream && { stream }),
  };
  return { tree, warnings: [...warnings, ...tools.warnings, ...thought.warnings, ...format.warnings] };
}

const unheard = ({ output }: ChatRequest): Warning[] =>
  output.sound ? [ignored('modalities', 'Claude does not speak; it answers in words.')] : [];

function systemField(blocks: readonly TreeObject[], words: string | undefined): { system?: Tree } {
  const all = words === undefined ? blocks : [...blocks, { type: 'text', text: words }];
  return all.length === 0 ? {} : { system: all };
}

/** What the client switched on in Anthropic's own format stays on. */
export function betaHeader({ extensions }: Pick<ChatRequest, 'extensions'>): {
  readonly [name: string]: string;
} {
  const betas = asArray(extensions.anthropic?.anthropic_beta).map(asString);
  const names = betas.filter((name) => name !== undefined);
  return names.length === 0 ? {} : { 'anthropic-beta': names.join(',') };
}
