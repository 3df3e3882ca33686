import type { Target } from '../../contract/provider.ts';
import type { ChatJob, ReasoningWish, TextFormat, Warning } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { foreignExtensions } from '../openai-compatible/body.ts';
import { strictFormat } from '../openai-compatible/strict-schema.ts';
import { endUserFields } from './end-user.ts';
import { encodeInput } from './input-items.ts';
import { encodeExtensions } from './responses-extensions.ts';
import { lostSampling } from './responses-sampling.ts';
import { encodeTools } from './responses-tools.ts';
import { reasons } from './thoughts.ts';

/** The body of a Responses request, and what of the job it does not carry. */
export function encodeBody(job: ChatJob, target: Target): { body: TreeObject; warnings: Warning[] } {
  const { request, stream } = job;
  const { fields, nested, include, warnings } = encodeExtensions(request.extensions);
  const input = encodeInput(request.messages);
  const tools = encodeTools(job);
  const reasoning = encodeReasoning(request.reasoning);
  const text = encodeFormat(request.output.format);
  // quirk(openai): models that do not reason refuse to include their encrypted reasoning; for the others, which keep nothing
  // upstream (`store: false`), it is the only way to think on in the next turn. — responses spec §3, seen 2026-11
  const included = [...include, ...(reasons(target.model) ? ['reasoning.encrypted_content'] : [])];
  const body = {
    ...(request.endUser !== undefined && endUserFields(request.endUser)),
    // As chat completions do by default: what a gateway's client says is not kept upstream.
    store: false,
    ...fields,
    model: target.model,
    input: input.items,
    ...tools.fields,
    ...nonEmpty('reasoning', { ...reasoning.fields, ...nested.reasoning }),
    ...nonEmpty('text', { format: text.format, ...nested.text }),
    ...(included.length > 0 && { include: included }),
    temperature: request.sampling.temperature,
    top_p: request.sampling.topP,
    max_output_tokens: request.output.maxTokens,
    ...(stream && { stream }),
  };
  const foreign = foreignExtensions(request, 'openai-chat', 'openai-responses');
  return {
    body,
    warnings: [
      ...input.warnings,
      ...tools.warnings,
      ...lostSampling(request.sampling),
      ...reasoning.warnings,
      ...text.warnings,
      ...warnings,
      ...foreign,
    ],
  };
}

function nonEmpty(name: string, members: TreeObject): TreeObject {
  return Object.values(members).some((value) => value !== undefined) ? { [name]: members } : {};
}

/** A summary is written only on demand. */
function encodeReasoning(wish: ReasoningWish = {}): { fields: TreeObject; warnings: Warning[] } {
  const { effort, budgetTokens, show } = wish;
  const summary = show ? 'auto' : undefined;
  if (effort !== undefined || budgetTokens === undefined)
    return { fields: { effort, summary }, warnings: [] };
  const meant = effortFor(budgetTokens);
  const detail = `The budget of thinking became the effort "${meant}".`;
  return {
    fields: { effort: meant, summary },
    warnings: [{ kind: 'adjusted', field: 'reasoning_effort', detail }],
  };
}

/** There is no budget to set; the levels think about this much. */
const effortFor = (tokens: number): NonNullable<ReasoningWish['effort']> =>
  tokens < 4_096 ? 'low' : tokens < 16_384 ? 'medium' : 'high';

function encodeFormat(format: TextFormat | undefined): { format?: Tree; warnings: readonly Warning[] } {
  if (!format) return { warnings: [] };
  if (format.kind === 'json-object') return { format: { type: 'json_object' }, warnings: [] };
  const { format: schema, warning } = strictFormat(format);
  return { format: { type: 'json_schema', ...schema }, warnings: warning ? [warning] : [] };
}
