import type { ChatJob, Tool, ToolChoice, Warning } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { ignored } from '../openai-compatible/body.ts';
import { encodeImageTool } from './image-tool.ts';

export interface EncodedTools {
  readonly fields: TreeObject;
  readonly warnings: readonly Warning[];
}

/** `tools` and `tool_choice` of the Responses API, the tool that draws among them. */
export function encodeTools(job: ChatJob): EncodedTools {
  const { request, order } = job;
  const drawing = order && encodeImageTool(job, order);
  const own = request.extensions['openai-responses'];
  const given = request.tools ?? [];
  const tools = [
    ...given.flatMap((tool) => encodeTool(tool, own !== undefined)),
    ...(drawing ? [drawing.tool] : []),
  ];
  if (tools.length === 0) return { fields: {}, warnings: given.flatMap(foreign) };
  return {
    fields: {
      tools,
      tool_choice: own?.tool_choice ?? encodeChoice(request.toolChoice, job),
      parallel_tool_calls: request.parallelToolCalls,
    },
    warnings: [...given.flatMap(foreign), ...(drawing?.warnings ?? [])],
  };
}

/**
 * quirk(openai): functions are strict unless told otherwise, where other formats take them as they are.
 * — npm openai 7.57 `FunctionTool.strict`, seen 2026-11
 */
function encodeTool(tool: Tool, isOwn: boolean): Tree[] {
  if (tool.type === 'native') return isForeign(tool) ? [] : [tool.tree];
  const { name, description, strict, parameters = NO_PARAMETERS } = tool;
  return [{ type: 'function', name, description, parameters, strict: strict ?? (isOwn ? undefined : false) }];
}

const NO_PARAMETERS: TreeObject = { type: 'object', properties: {} };

const isForeign = (tool: Tool): boolean => tool.type === 'native' && tool.format !== 'openai-responses';

const foreign = (tool: Tool): Warning[] =>
  isForeign(tool) ? [ignored('tools', `The tool ${tool.name} runs at another provider only.`)] : [];

function encodeChoice(choice: ToolChoice | undefined, { request, order }: ChatJob): Tree | undefined {
  if (order && request.output.image?.required) return { type: 'image_generation' };
  if (typeof choice === 'object') return { type: 'function', name: choice.name };
  return choice ?? (order ? 'auto' : undefined);
}
