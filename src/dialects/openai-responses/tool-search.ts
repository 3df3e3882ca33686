import type { FunctionTool } from '../../contract/request.ts';
import { asArray, asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { flatName } from './flat-name.ts';

/** Under this name a model calls the client's search. */
export const SEARCH = 'tool_search';

/** Codex looks through its MCP servers itself; without a word OpenAI would do it. */
export const isClientSearch = (tree: TreeObject): boolean => tree.execution === 'client';

interface SearchTool {
  readonly description?: string | null | undefined;
  readonly parameters?: TreeObject | null | undefined;
}

export const searchFunction = ({ description, parameters }: SearchTool): FunctionTool => ({
  type: 'function',
  name: SEARCH,
  description: description || 'Finds further tools, which can then be called.',
  parameters: parameters ?? QUERY,
});

const QUERY: TreeObject = {
  type: 'object',
  properties: { query: { type: 'string', description: 'What the tool should do.' } },
  required: ['query'],
};

/** What a search found, for the model: the tools themselves are offered to it beside. */
export function foundText(tools: readonly TreeObject[]): string {
  const found = tools.flatMap(linesOf);
  return found.length === 0 ? 'No tool was found.' : `These tools can be called now:\n${found.join('\n')}`;
}

function linesOf(tool: TreeObject): string[] {
  const namespace = tool.type === 'namespace' ? asString(tool.name) : undefined;
  const inner = namespace === undefined ? [tool] : asArray(tool.tools);
  return inner.filter(isObject).map((each) => lineOf(each, namespace));
}

function lineOf({ name, type, description }: TreeObject, namespace: string | undefined): string {
  const called = flatName(namespace, asString(name) ?? asString(type) ?? '');
  const said = asString(description) ?? '';
  return said === '' ? `- ${called}` : `- ${called}: ${said}`;
}

/** Arguments are JSON here, not text; what a model wrote that is none is taken for the query. */
export function argumentsOf(text: string): Tree {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as Tree;
  } catch {
    return { query: text };
  }
}
