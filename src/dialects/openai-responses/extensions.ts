import { asArray, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';

/** Members this dialect reads itself, or that ask nothing of the model. */
const READ: ReadonlySet<string> = new Set([
  ...['model', 'input', 'instructions', 'stream', 'stream_options', 'store', 'background'],
  ...['previous_response_id', 'max_output_tokens', 'temperature', 'top_p', 'parallel_tool_calls'],
  ...['reasoning', 'text', 'tools', 'tool_choice', 'metadata', 'include', 'user', 'safety_identifier'],
  // Says which client it is: a matter of the log.
  ...['client_metadata', 'conversation', 'prompt'],
]);

/** `include` members that this gateway fulfils itself. */
const FULFILLED: readonly (Tree | undefined)[] = ['reasoning.encrypted_content'];

/**
 * Members that only providers of this format know. Those inside `reasoning` and `text` stand under their path,
 * so that one that is ignored is reported by it.
 */
export function decodeExtensions(body: TreeObject, nativeChoice: TreeObject | undefined): TreeObject {
  const include = asArray(body.include).filter((each) => !FULFILLED.includes(each));
  return {
    ...known(Object.entries(body).filter(([name]) => !READ.has(name))),
    ...known(nested(body, 'reasoning', ['effort', 'summary'])),
    ...known(nested(body, 'text', ['format'])),
    ...(member(body.reasoning, 'summary') === 'detailed' && { 'reasoning.summary': 'detailed' }),
    ...(member(body.reasoning, 'summary') === 'concise' && { 'reasoning.summary': 'concise' }),
    ...(include.length > 0 && { include }),
    ...(nativeChoice && { tool_choice: nativeChoice }),
  };
}

const nested = (body: TreeObject, name: string, read: readonly string[]): [string, Tree | undefined][] => {
  const tree = body[name];
  if (!isObject(tree)) return [];
  return Object.entries(tree)
    .filter(([inner]) => !read.includes(inner))
    .map(([inner, value]) => [`${name}.${inner}`, value]);
};

/** `truncation: "disabled"` is what every provider does. */
const known = (entries: readonly (readonly [string, Tree | undefined])[]): TreeObject =>
  Object.fromEntries(
    entries.filter(
      ([name, value]) =>
        value !== null && value !== undefined && !(name === 'truncation' && value === 'disabled'),
    ),
  );
