import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';

/**
 * quirk(openai): reasoning models refuse `max_tokens`, every model takes `max_completion_tokens`; clients still send the old
 * name — OpenAI's chat completions reference, seen 2026-11
 */
export function withMaxCompletionTokens({ max_tokens: old, ...body }: TreeObject): TreeObject {
  if (old === undefined || old === null) return body;
  return { ...body, max_completion_tokens: body.max_completion_tokens ?? old };
}

/**
 * quirk(openai): refuses what other upstreams of this format call thoughts (`Unknown parameter: 'messages[2].reasoning_content'`),
 * which agents send back when their conversation moves here — seen 2026-11 with opencode 1.18
 */
function withoutThoughts(message: Tree): Tree {
  if (!isObject(message) || message.role !== 'assistant') return message;
  const { reasoning_content: _content, reasoning: _text, reasoning_details: _details, ...rest } = message;
  return rest;
}

/** A client's body as OpenAI's own models take it. */
export function asOpenAiTakesIt(body: TreeObject): TreeObject {
  const { messages } = body;
  return withMaxCompletionTokens(
    Array.isArray(messages) ? { ...body, messages: messages.map(withoutThoughts) } : body,
  );
}
