import { invalid } from '../../contract/error.ts';
import type { ChatRequest, FunctionTool, Tool, ToolChoice } from '../../contract/request.ts';
import { asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { optionalBoolean, optionalText, requiredText } from './fields.ts';
import { isImageTool } from './image-output.ts';
import type { Warn } from './warn.ts';

/** Reads `tools` and `tool_choice`; the image_generation tool is read elsewhere. */
export function decodeTools(
  body: TreeObject,
  warn: Warn,
): Pick<ChatRequest, 'tools' | 'toolChoice' | 'parallelToolCalls'> {
  const tools = toolList(body.tools).flatMap((tool, index): Tool[] =>
    isImageTool(tool) ? [] : [decodeTool(tool, `tools[${index}]`, warn)],
  );
  if (tools.length === 0) return {};
  return { tools, ...decodeChoice(body.tool_choice) };
}

export function toolList(tree: Tree | undefined): readonly Tree[] {
  if (tree === undefined || tree === null) return [];
  if (!Array.isArray(tree)) throw invalid('tools', 'tools must be an array.');
  return tree;
}

function decodeTool(tool: Tree, at: string, warn: Warn): Tool {
  if (!isObject(tool)) throw invalid(at, `${at} must be an object.`);
  const type = optionalText(tool.type, `${at}.type`) ?? 'custom';
  if (type === 'custom') return functionTool(tool, at, warn);
  return { type: 'native', format: 'anthropic', name: asString(tool.name) ?? type, tree: tool };
}

function functionTool(tool: TreeObject, at: string, warn: Warn): FunctionTool {
  const { name, description, input_schema, strict, cache_control, type: _type, ...rest } = tool;
  for (const [member, value] of Object.entries(rest)) {
    if (value === undefined || value === null) continue;
    warn({ kind: 'ignored', field: `tools.${member}`, detail: `Only Anthropic knows ${member} of a tool.` });
  }
  const said = optionalText(description, `${at}.description`);
  const isStrict = optionalBoolean(strict, `${at}.strict`);
  return {
    type: 'function',
    name: requiredText(name, `${at}.name`),
    ...(said !== undefined && { description: said }),
    ...(isObject(input_schema) && { parameters: input_schema }),
    ...(isStrict !== undefined && { strict: isStrict }),
    ...(isObject(cache_control) && { cache: cache_control }),
  };
}

const CHOICES: { readonly [type: string]: ToolChoice } = { auto: 'auto', any: 'required', none: 'none' };

function decodeChoice(tree: Tree | undefined): Pick<ChatRequest, 'toolChoice' | 'parallelToolCalls'> {
  if (tree === undefined || tree === null) return {};
  const type = isObject(tree) ? (asString(tree.type) ?? '') : '';
  const named: ToolChoice | undefined =
    isObject(tree) && type === 'tool' ? { name: requiredText(tree.name, 'tool_choice.name') } : undefined;
  const toolChoice = named ?? (Object.hasOwn(CHOICES, type) ? CHOICES[type] : undefined);
  if (!isObject(tree) || !toolChoice) {
    throw invalid('tool_choice.type', 'tool_choice.type must be one of: auto, any, tool, none.');
  }
  const single = optionalBoolean(tree.disable_parallel_tool_use, 'tool_choice.disable_parallel_tool_use');
  return { toolChoice, ...(single === true && { parallelToolCalls: false }) };
}
