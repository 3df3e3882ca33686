import type { Target } from '../../contract/provider.ts';
import type { ChatJob, ReasoningWish, Sampling, TextFormat, Warning } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { foreignExtensions, ignored } from '../openai-compatible/body.ts';
import { endUserFields } from './end-user.ts';
import { encodeInput } from './input-items.ts';
import { encodeExtensions } from './responses-extensions.ts';
import { encodeTools } from './responses-tools.ts';

/** The body of a Responses request, and what of the job it does not carry. */
export function encodeBody(job: ChatJob, target: Target): { body: TreeObject; warnings: Warning[] } {
  const { request, stream } = job;
  const { fields, nested, include, warnings } = encodeExtensions(request.extensions);
  const input = encodeInput(request.messages);
  const tools = encodeTools(job);
  const included = [...include, ...(REASONS.test(target.model) ? ['reasoning.encrypted_content'] : [])];
  const body = {
    ...(request.endUser !== undefined && endUserFields(request.endUser)),
    // As chat completions do by default: what a gateway's client says is not kept upstream.
    store: false,
    ...fields,
    model: target.model,
    input: input.items,
    ...tools.fields,
    ...nonEmpty('reasoning', { ...encodeReasoning(request.reasoning), ...nested.reasoning }),
    ...nonEmpty('text', { format: encodeFormat(request.output.format), ...nested.text }),
    ...(included.length > 0 && { include: included }),
    temperature: request.sampling.temperature,
    top_p: request.sampling.topP,
    max_output_tokens: request.output.maxTokens,
    ...(stream && { stream }),
  };
  const foreign = foreignExtensions(request.extensions, 'openai-chat', 'openai-responses');
  return {
    body,
    warnings: [
      ...input.warnings,
      ...tools.warnings,
      ...lostSampling(request.sampling),
      ...warnings,
      ...foreign,
    ],
  };
}

/**
 * quirk(openai): models that do not reason refuse to include their encrypted reasoning; for the others, which keep nothing
 * upstream (`store: false`), it is the only way to think on in the next turn. — UNVERIFIED for models to come
 */
const REASONS = /^(?:o\d|codex|gpt-(?:[5-9]|\d\d))(?!.*-chat)/;

function nonEmpty(name: string, members: TreeObject): TreeObject {
  return Object.values(members).some((value) => value !== undefined) ? { [name]: members } : {};
}

/** A summary is written only on demand. */
function encodeReasoning(wish: ReasoningWish | undefined): TreeObject {
  if (!wish) return {};
  const effort = wish.effort ?? (wish.budgetTokens === undefined ? undefined : effortFor(wish.budgetTokens));
  return { effort, summary: wish.show ? 'auto' : undefined };
}

/** There is no budget to set; the levels think about this much. */
const effortFor = (tokens: number): ReasoningWish['effort'] =>
  tokens < 4_096 ? 'low' : tokens < 16_384 ? 'medium' : 'high';

function encodeFormat(format: TextFormat | undefined): Tree | undefined {
  if (!format) return undefined;
  if (format.kind === 'json-object') return { type: 'json_object' };
  const { name, schema, description, strict } = format;
  return { type: 'json_schema', name, schema, description, strict };
}

/** What other formats take and the Responses API does not. */
function lostSampling({ topK, frequencyPenalty, presencePenalty, seed, stop }: Sampling): Warning[] {
  const lost = {
    top_k: topK,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
    seed,
    stop,
  };
  return Object.entries(lost).flatMap(([field, value]) =>
    value === undefined ? [] : [ignored(field, "OpenAI's Responses API does not know this parameter.")],
  );
}
