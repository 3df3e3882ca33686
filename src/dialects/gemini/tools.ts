import { invalid } from '../../contract/error.ts';
import type { FunctionTool, Tool, ToolChoice } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { defined } from '../../lib/defined.ts';
import { camel, listOf, objectAt, others, pick, textAt, wordAt } from './members.ts';
import { jsonSchema } from './schema.ts';
import type { Warn } from './warn.ts';

export interface DecodedTools {
  readonly tools?: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  /** Members of `toolConfig` that only Google knows, by path. */
  readonly extensions: TreeObject;
}

/** Reads `tools` and `toolConfig`. */
export function decodeTools(body: TreeObject, warn: Warn): DecodedTools {
  const tools = listOf(pick(body, 'tools')).flatMap((tool, index) =>
    decodeTool(tool, `tools[${index}]`, warn),
  );
  const config = objectAt(pick(body, 'toolConfig'), 'toolConfig');
  const calling = objectAt(pick(config, 'functionCallingConfig'), 'toolConfig.functionCallingConfig');
  const allowed = listOf(pick(calling, 'allowedFunctionNames')).flatMap((name) =>
    typeof name === 'string' ? [name] : [],
  );
  const toolChoice = tools.length > 0 ? decodeChoice(calling, allowed) : undefined;
  const rest = Object.entries(others(config, ['functionCallingConfig']));
  return {
    ...(tools.length > 0 && { tools: narrowed(tools, allowed, warn) }),
    ...(toolChoice !== undefined && { toolChoice }),
    extensions: Object.fromEntries(rest.map(([name, value]) => [`toolConfig.${name}`, value])),
  };
}

/** One element may declare functions and name several of Google's own tools. */
function decodeTool(tree: Tree, at: string, warn: Warn): Tool[] {
  return Object.entries(objectAt(tree, at)).flatMap(([key, value]): Tool[] => {
    if (value === undefined || value === null) return [];
    const name = camel(key);
    if (name !== 'functionDeclarations')
      return [{ type: 'native', format: 'gemini', name, tree: { [name]: value } }];
    return listOf(value).map((each, index) =>
      decodeFunction(each, `${at}.functionDeclarations[${index}]`, warn),
    );
  });
}

function decodeFunction(tree: Tree, at: string, warn: Warn): FunctionTool {
  const declared = objectAt(tree, at);
  const name = textAt(pick(declared, 'name'), `${at}.name`);
  if (name === undefined) throw invalid(`${at}.name`, `${at}.name is missing.`);
  for (const left of Object.keys(
    others(declared, ['name', 'description', 'parameters', 'parametersJsonSchema']),
  )) {
    warn('ignored', `${at}.${left}`, 'Only name, description and parameters of a function reach the model.');
  }
  const schema = pick(declared, 'parameters');
  const parameters = pick(declared, 'parametersJsonSchema') ?? (schema && jsonSchema(schema));
  const description = textAt(pick(declared, 'description'), `${at}.description`);
  return { type: 'function', name, ...defined({ description, parameters }) };
}

function decodeChoice(calling: TreeObject, allowed: readonly string[]): ToolChoice | undefined {
  const mode = wordAt(pick(calling, 'mode'), 'toolConfig.functionCallingConfig.mode');
  const [only, ...more] = allowed;
  if (mode === 'ANY') return only !== undefined && more.length === 0 ? { name: only } : 'required';
  if (mode === 'NONE') return 'none';
  return mode === 'AUTO' || mode === 'VALIDATED' ? 'auto' : undefined;
}

/** Elsewhere a choice names one function or leaves all of them open: of several, the others are not offered at all. */
function narrowed(tools: readonly Tool[], allowed: readonly string[], warn: Warn): readonly Tool[] {
  if (allowed.length < 2) return tools;
  const field = 'toolConfig.functionCallingConfig.allowedFunctionNames';
  warn('emulated', field, 'Functions that are not allowed are not offered to the model.');
  return tools.filter((tool) => tool.type === 'native' || allowed.includes(tool.name));
}
