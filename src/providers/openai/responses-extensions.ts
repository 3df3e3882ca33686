import type { ChatRequest, Warning } from '../../contract/request.ts';
import { asArray, asString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { ignored } from '../openai-compatible/body.ts';

/** Fields only OpenAI knows, each where the Responses API has it. */
export interface EncodedExtensions {
  readonly fields: TreeObject;
  readonly nested: { readonly reasoning: TreeObject; readonly text: TreeObject };
  readonly include: readonly string[];
  readonly warnings: readonly Warning[];
}

export function encodeExtensions(extensions: ChatRequest['extensions']): EncodedExtensions {
  const chat = fromChat(extensions['openai-chat'] ?? {});
  const { include, tool_choice: _read, ...own } = extensions['openai-responses'] ?? {};
  return {
    fields: { ...chat.fields, ...select(own, (name) => !name.includes('.')) },
    nested: {
      reasoning: { ...chat.reasoning, ...inside(own, 'reasoning.') },
      text: { ...chat.text, ...inside(own, 'text.') },
    },
    include: asArray(include).flatMap((each) => asString(each) ?? []),
    warnings: chat.warnings,
  };
}

/** The dialect writes members of objects as `text.verbosity`. */
const inside = (own: TreeObject, prefix: string): TreeObject =>
  Object.fromEntries(
    Object.entries(own).flatMap(([name, value]): [string, Tree | undefined][] =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );

const select = (tree: TreeObject, keep: (name: string) => boolean): TreeObject =>
  Object.fromEntries(Object.entries(tree).filter(([name]) => keep(name)));

/** Fields of chat completions that the Responses API knows under the same name. */
const SHARED = [
  'metadata',
  'parallel_tool_calls',
  'prompt_cache_key',
  'service_tier',
  'store',
  'top_logprobs',
];

/** Read from the request's unified form already, where its dialect has put them there too. */
const UNIFIED = ['tools', 'tool_choice', 'response_format'];

function fromChat({ reasoning_effort: effort, verbosity, ...rest }: TreeObject) {
  const lost = Object.keys(rest).filter((field) => !SHARED.includes(field) && !UNIFIED.includes(field));
  return {
    fields: select(rest, (name) => SHARED.includes(name)),
    reasoning: effort === undefined ? {} : { effort },
    text: verbosity === undefined ? {} : { verbosity },
    warnings: lost.map((field) =>
      ignored(field, "OpenAI's Responses API, which draws, does not know this parameter."),
    ),
  };
}
