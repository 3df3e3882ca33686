import { invalid } from '../../contract/error.ts';
import type { ChatRequest, FunctionTool, Tool, ToolChoice } from '../../contract/request.ts';
import { asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { optionalBoolean, optionalText, requiredText } from '../openai-shared/fields.ts';
import { choosesImageTool, functionNamed, isImageTool } from './image-choice.ts';

export interface DecodedTools {
  readonly tools: Pick<ChatRequest, 'tools' | 'toolChoice' | 'parallelToolCalls'>;
  /** What only this format's providers understand. */
  readonly rest: TreeObject;
}

/** Reads `tools`, `tool_choice` and `parallel_tool_calls`; the image_generation tool is read elsewhere. */
export function decodeTools(body: TreeObject): DecodedTools {
  const given = toolList(body.tools);
  const tools = given.flatMap((tool, index): Tool[] =>
    isImageTool(tool) ? [] : [decodeTool(tool, `tools[${index}]`)],
  );
  if (tools.length === 0) return { tools: {}, rest: {} };
  const parallel = optionalBoolean(body.parallel_tool_calls, 'parallel_tool_calls');
  const { toolChoice, rest } = decodeChoice(body.tool_choice, given);
  return {
    tools: {
      tools,
      ...(toolChoice && { toolChoice }),
      ...(parallel !== undefined && { parallelToolCalls: parallel }),
    },
    rest,
  };
}

function toolList(tree: Tree | undefined): readonly Tree[] {
  if (tree === undefined || tree === null) return [];
  if (!Array.isArray(tree)) throw invalid('tools', 'tools must be an array.');
  return tree;
}

function decodeTool(tool: Tree, at: string): Tool {
  if (!isObject(tool)) throw invalid(at, `${at} must be an object.`);
  const type = optionalText(tool.type, `${at}.type`) ?? 'function';
  if (type === 'function') return functionTool(tool, at);
  const name = asString(member(tool[type], 'name') ?? tool.name) ?? type;
  return { type: 'native', format: 'openai-chat', name, tree: tool };
}

/** Takes the flat form of the Responses API too, which some clients send. */
function functionTool(tool: TreeObject, at: string): FunctionTool {
  const nested = isObject(tool.function);
  const { name, description, parameters, strict } = nested ? (tool.function as TreeObject) : tool;
  const path = nested ? `${at}.function` : at;
  const said = optionalText(description, `${path}.description`);
  const isStrict = optionalBoolean(strict, `${path}.strict`);
  return {
    type: 'function',
    name: requiredText(name, `${path}.name`),
    ...(said !== undefined && { description: said }),
    ...(isObject(parameters) && { parameters }),
    ...(isStrict !== undefined && { strict: isStrict }),
    ...(isObject(tool.cache_control) && { cache: tool.cache_control }),
  };
}

const CHOICES: { readonly [name: string]: ToolChoice } = {
  auto: 'auto',
  none: 'none',
  required: 'required',
  // As Mistral spells it.
  any: 'required',
};

function decodeChoice(
  tree: Tree | undefined,
  tools: readonly Tree[],
): { toolChoice?: ToolChoice; rest: TreeObject } {
  if (tree === undefined || tree === null) return { rest: {} };
  if (typeof tree === 'string' && Object.hasOwn(CHOICES, tree)) {
    const toolChoice = CHOICES[tree];
    return { rest: {}, ...(toolChoice && { toolChoice }) };
  }
  if (!isObject(tree)) {
    throw invalid('tool_choice', 'tool_choice must be "auto", "none", "required" or name a function.');
  }
  if (choosesImageTool(tree, tools)) return { rest: {} };
  const name = functionNamed(tree);
  if (name !== undefined) return { toolChoice: { name }, rest: {} };
  return { rest: { tool_choice: tree } };
}
