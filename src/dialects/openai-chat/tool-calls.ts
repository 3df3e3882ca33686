import type { ReplyContext } from '../../contract/dialect.ts';
import type { ToolCallPart } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** Whether the client asked with `functions` and reads `function_call`. */
export const readsFunctionCall = ({ request }: ReplyContext): boolean =>
  request.extensions.client?.legacyFunctions === true;

/** The members of a message that hold its calls. */
export function callMembers(calls: readonly ToolCallPart[], context: ReplyContext): TreeObject {
  const [first] = calls;
  if (first && readsFunctionCall(context)) {
    return { function_call: { name: first.name, arguments: first.arguments } };
  }
  return calls.length === 0 ? {} : { tool_calls: calls.map(functionCall) };
}

const functionCall = (call: ToolCallPart, index: number): TreeObject => ({
  index,
  id: call.id,
  type: 'function',
  function: { name: call.name, arguments: call.arguments },
  ...(call.signature !== undefined && signed(call.signature)),
});

/** A call's mark where Google's own OpenAI format has it: clients that know nothing of `reasoning_details` echo it. */
export const signed = (signature: string): TreeObject => ({
  extra_content: { google: { thought_signature: signature } },
});
