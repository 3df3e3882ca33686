import { asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';

/** Whether the client speaks the form from before there were tools, and must be answered in it. */
export const isLegacy = (body: TreeObject): boolean => Array.isArray(body.functions);

/**
 * The body with `functions`, `function_call` and messages of the role `function` written as tools, so that everything else
 * knows one form only.
 */
export function withTools(body: TreeObject): TreeObject {
  const { functions, function_call: choice, messages, ...rest } = body;
  const written = Array.isArray(messages) ? withToolTurns(messages) : messages;
  if (!Array.isArray(functions)) return { ...rest, messages: written };
  return {
    ...rest,
    messages: written,
    tools: [...listOf(rest.tools), ...functions.map((each: Tree) => ({ type: 'function', function: each }))],
    parallel_tool_calls: false,
    ...(choice !== undefined && { tool_choice: choiceOf(choice) }),
  };
}

const listOf = (tree: Tree | undefined): readonly Tree[] => (Array.isArray(tree) ? tree : []);

const choiceOf = (choice: Tree): Tree => (isObject(choice) ? { type: 'function', function: choice } : choice);

/** A call and its result found each other by the function's name alone; tools need an id for it. */
function withToolTurns(messages: readonly Tree[]): Tree[] {
  const lastCall = new Map<string, string>();
  return messages.map((message, index): Tree => {
    if (!isObject(message)) return message;
    if (message.role === 'function') {
      const name = asString(message.name) ?? '';
      return { ...message, role: 'tool', tool_call_id: lastCall.get(name) ?? name };
    }
    const { function_call: call, ...turn } = message;
    if (!isObject(call)) return message;
    const id = `call_${index}`;
    lastCall.set(asString(member(call, 'name')) ?? '', id);
    return { ...turn, tool_calls: [...listOf(turn.tool_calls), { id, type: 'function', function: call }] };
  });
}
