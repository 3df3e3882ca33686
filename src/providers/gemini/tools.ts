import type { ChatRequest, FunctionTool, Tool, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { cleanSchema } from './schema.ts';

export interface Tools {
  readonly fields: TreeObject;
  readonly warnings: readonly Warning[];
}

/** `tools` and `toolConfig`. */
export function encodeTools(request: ChatRequest): Tools {
  const { tools = [] } = request;
  const declared = tools.map(encodeTool);
  const functions = declared.flatMap(({ declaration }) => (declaration ? [declaration] : []));
  const own = declared.flatMap(({ native }) => (native ? [native] : []));
  const all = [...own, ...(functions.length > 0 ? [{ functionDeclarations: functions }] : [])];
  const toolConfig = { ...extensionsOf(request), ...(functions.length > 0 && encodeChoice(request)) };
  return {
    fields: {
      ...(all.length > 0 && { tools: all }),
      ...(Object.keys(toolConfig).length > 0 && { toolConfig }),
    },
    warnings: [...declared.flatMap(({ warnings }) => warnings), ...parallelWarning(request)],
  };
}

interface Encoded {
  readonly declaration?: TreeObject;
  readonly native?: TreeObject;
  readonly warnings: readonly Warning[];
}

function encodeTool(tool: Tool, index: number): Encoded {
  if (tool.type === 'function') return encodeFunction(tool, `tools[${index}]`);
  if (tool.format === 'gemini') return { native: tool.tree, warnings: [] };
  const detail = `Gemini does not run the tool ${tool.name}.`;
  return { warnings: [{ kind: 'ignored', field: `tools[${index}]`, detail }] };
}

/**
 * quirk(gemini): `parameters` takes a small subset of OpenAPI and refuses every other name; `parametersJsonSchema` takes JSON
 * Schema on every model — npm @google/genai 3.1 types, npm @ai-sdk/google 4.0.121, seen 2026-11
 */
function encodeFunction({ name, description, parameters }: FunctionTool, field: string): Encoded {
  const { schema, dropped } = cleanSchema(parameters ?? null);
  const takesNothing = schema === null || Object.keys(schema).length === 0;
  const declaration = {
    name,
    ...(description !== undefined && { description }),
    ...(!takesNothing && { parametersJsonSchema: schema }),
  };
  return { declaration, warnings: droppedWarning(`${field}.parameters`, dropped) };
}

export function droppedWarning(field: string, dropped: readonly string[]): Warning[] {
  if (dropped.length === 0) return [];
  return [{ kind: 'ignored', field, detail: `Gemini's schemas have no ${dropped.join(', ')}.` }];
}

function encodeChoice({ toolChoice, tools = [] }: ChatRequest): TreeObject {
  const strict = tools.some((tool) => tool.type === 'function' && tool.strict);
  const config = (mode: string, more: TreeObject = {}) => ({ functionCallingConfig: { mode, ...more } });
  if (typeof toolChoice === 'object') return config('ANY', { allowedFunctionNames: [toolChoice.name] });
  if (toolChoice === 'required') return config('ANY');
  if (toolChoice === 'none') return config('NONE');
  // Calls are then held to their schemas; ANY does so by itself.
  if (strict) return config('VALIDATED');
  return toolChoice === 'auto' ? config('AUTO') : {};
}

const PREFIX = 'toolConfig.';

function extensionsOf({ extensions }: ChatRequest): TreeObject {
  const own = Object.entries(extensions.gemini ?? {}).filter(([name]) => name.startsWith(PREFIX));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(PREFIX.length), value]));
}

function parallelWarning({ parallelToolCalls, tools = [] }: ChatRequest): Warning[] {
  if (parallelToolCalls !== false || tools.length === 0) return [];
  const detail = 'Gemini cannot be kept from calling several tools at once.';
  return [{ kind: 'ignored', field: 'parallel_tool_calls', detail }];
}
