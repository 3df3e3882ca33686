import type { ChatRequest, Tool } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import type { Carrier } from './carrier.ts';
import { ignored } from './ignored.ts';
import type { ToolRule } from './options.ts';

/** `tools`, `tool_choice` and `parallel_tool_calls`. */
export function encodeTools(request: ChatRequest, carrier: Carrier): TreeObject {
  const rule = carrier.options.tools?.(carrier.target.model) ?? {};
  const tools = (request.tools ?? []).filter((tool) => isKnown(tool, carrier));
  if (tools.length === 0) return {};
  const { offered, choice } = choose(request, tools, rule, carrier);
  if (offered.length === 0) return {};
  return {
    tools: offered.map((tool) => encodeTool(tool, rule, carrier)),
    ...(choice !== undefined && { tool_choice: choice }),
    ...parallel(request.parallelToolCalls, rule, carrier),
  };
}

function isKnown(tool: Tool, { warn }: Carrier): boolean {
  if (tool.type === 'function' || tool.format === 'openai-chat') return true;
  warn(ignored('tools', `The upstream does not have the tool ${tool.name}.`));
  return false;
}

function encodeTool(tool: Tool, { strict: takesStrict = true }: ToolRule, { options, warn }: Carrier): Tree {
  if (tool.type === 'native') return tool.tree;
  const { name, description, parameters, strict, cache } = tool;
  if (strict === true && !takesStrict) {
    warn(ignored('tools.function.strict', 'The upstream does not hold arguments to their schema.'));
  }
  return {
    type: 'function',
    function: {
      name,
      ...(description !== undefined && { description }),
      parameters: parameters ?? NO_PARAMETERS,
      ...(strict !== undefined && takesStrict && { strict }),
    },
    ...(cache && options.cacheMarks && { cache_control: cache }),
  };
}

/** Some upstreams insist on a schema, and this one is what its absence means. */
const NO_PARAMETERS: TreeObject = { type: 'object', properties: {} };

interface Offer {
  readonly offered: readonly Tool[];
  readonly choice?: Tree;
}

const ALL: NonNullable<ToolRule['choices']> = ['none', 'required', 'named'];

/** What the client wants of the tools, as far as the upstream can be told. */
function choose(
  { toolChoice }: ChatRequest,
  tools: readonly Tool[],
  { choices = ALL, required: word = 'required' }: ToolRule,
  { warn }: Carrier,
): Offer {
  if (toolChoice === undefined) return { offered: tools };
  if (toolChoice === 'auto') return { offered: tools, choice: 'auto' };
  if (toolChoice === 'none') {
    return choices.includes('none') ? { offered: tools, choice: 'none' } : { offered: [] };
  }
  const canRequire = choices.includes('required');
  if (toolChoice === 'required') {
    if (canRequire) return { offered: tools, choice: word };
  } else if (choices.includes('named')) {
    return { offered: tools, choice: { type: 'function', function: { name: toolChoice.name } } };
  } else if (canRequire) {
    return { offered: tools.filter(({ name }) => name === toolChoice.name), choice: word };
  }
  warn({ kind: 'adjusted', field: 'tool_choice', detail: 'This model decides by itself whether to call.' });
  return { offered: tools };
}

function parallel(
  wanted: boolean | undefined,
  { parallel: field = 'parallel_tool_calls' }: ToolRule,
  { warn }: Carrier,
): TreeObject {
  if (wanted === undefined) return {};
  if (field !== null) return { [field]: wanted };
  if (!wanted) warn(ignored('parallel_tool_calls', 'The upstream may call several tools at once.'));
  return {};
}
