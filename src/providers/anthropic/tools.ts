import type { ChatRequest, FunctionTool, Tool, ToolChoice, Warning } from '../../contract/request.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { ignored } from '../openai-compatible/body.ts';
import type { Generation } from './generation.ts';

export interface EncodedTools {
  readonly fields: TreeObject;
  /** The model must call a tool, which rules out thinking. */
  readonly forced: boolean;
  readonly warnings: readonly Warning[];
}

/** Tools and the choice among them. */
export function encodeTools(request: ChatRequest, generation: Generation): EncodedTools {
  const { tools = [], toolChoice, parallelToolCalls } = request;
  const known = tools.filter((tool) => tool.type === 'function' || tool.format === 'anthropic');
  const foreign = tools.filter((tool) => !known.includes(tool));
  const warnings = [
    ...foreign.map(({ name }) => ignored('tools', `Anthropic has no such tool: ${name.slice(0, 80)}.`)),
    ...lostStrictness(known, generation),
  ];
  if (known.length === 0) return { fields: {}, forced: false, warnings };
  const wished = toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none';
  const refused = wished && !canForce(generation);
  const choice = encodeChoice(refused ? 'auto' : toolChoice, parallelToolCalls);
  return {
    fields: {
      tools: known.map((tool) => encodeTool(tool, generation)),
      ...(choice && { tool_choice: choice }),
    },
    forced: wished && !refused,
    warnings: refused ? [...warnings, CANNOT_FORCE] : warnings,
  };
}

/** quirk(anthropic): models whose thinking cannot be switched off refuse a forced call. — platform.claude.com, what's new in Opus 5.5 and Sonnet 5.5, seen 2026-11 */
const canForce = ({ off }: Generation): boolean => off === 'unasked' || off === 'disabled';

const CANNOT_FORCE: Warning = {
  kind: 'adjusted',
  field: 'tool_choice',
  detail: 'This model cannot be made to call a tool; the choice was left to it.',
};

const encodeTool = (tool: Tool, generation: Generation): TreeObject =>
  tool.type === 'native' ? tool.tree : functionTool(tool, generation);

const functionTool = (
  { name, description, parameters, strict, cache }: FunctionTool,
  { schemas }: Generation,
): TreeObject => ({
  name,
  ...(description !== undefined && { description }),
  input_schema: objectSchema(parameters),
  ...(strict && schemas && { strict }),
  ...(cache && { cache_control: cache }),
});

/** quirk(anthropic): a schema without `type: "object"` at its top is refused. — npm @anthropic-ai/sdk 1.12 types, seen 2026-11 */
const objectSchema = (parameters: Tree | undefined): TreeObject => ({
  type: 'object',
  ...(isObject(parameters) ? parameters : {}),
});

const lostStrictness = (tools: readonly Tool[], { schemas }: Generation): Warning[] =>
  !schemas && tools.some((tool) => tool.type === 'function' && tool.strict)
    ? [ignored('tools.strict', 'This model does not hold itself to the schema of a tool.')]
    : [];

function encodeChoice(choice: ToolChoice | undefined, parallel: boolean | undefined): TreeObject | undefined {
  const single = parallel === false && { disable_parallel_tool_use: true };
  if (choice === undefined) return single ? { type: 'auto', ...single } : undefined;
  if (choice === 'none') return { type: 'none' };
  if (typeof choice === 'object') return { type: 'tool', name: choice.name, ...single };
  return { type: choice === 'required' ? 'any' : 'auto', ...single };
}
