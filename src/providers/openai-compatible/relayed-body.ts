import type { TreeObject } from '../../contract/tree.ts';

/**
 * quirk(openai): reasoning models refuse `max_tokens`, every model takes `max_completion_tokens`; clients still send the old
 * name — OpenAI's chat completions reference, seen 2026-11
 */
export function withMaxCompletionTokens({ max_tokens: old, ...body }: TreeObject): TreeObject {
  if (old === undefined || old === null) return body;
  return { ...body, max_completion_tokens: body.max_completion_tokens ?? old };
}
