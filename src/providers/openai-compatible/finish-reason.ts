import { unusableAnswer } from '../../contract/error.ts';
import type { Finish } from '../../contract/response.ts';
import { asString, member, type Tree } from '../../contract/tree.ts';

const REASONS: { readonly [reason: string]: Finish } = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
  // quirk(together): the end of the text by the model's own mark. — chat reference, seen 2026-11
  eos: 'stop',
  // quirk(mistral): the model's context is full. — chat reference, seen 2026-11
  model_length: 'length',
  // quirk(zhipu): the answer was stopped by its content check. — chat reference, seen 2026-11
  sensitive: 'content-filter',
};

/** Reasons that are failures: error by all, the others DeepSeek's and Zhipu's — chat references, seen 2026-11 */
const FAILURES = ['error', 'insufficient_system_resource', 'network_error'];

/** Why a choice ended; undefined while it has not. */
export function readFinish(
  choice: Tree | undefined,
  warn: (field: string, detail: string) => void,
): Finish | undefined {
  const reason = asString(member(choice, 'finish_reason')) || undefined;
  if (reason === undefined) return undefined;
  if (FAILURES.includes(reason)) {
    throw unusableAnswer('The upstream failed while it was answering.', { upstreamCode: reason });
  }
  if (Object.hasOwn(REASONS, reason)) return REASONS[reason];
  warn('finish_reason', `The upstream ended with the reason "${reason}", which was read as a stop.`);
  return 'stop';
}
