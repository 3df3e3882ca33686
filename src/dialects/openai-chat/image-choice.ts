import { asString, isObject, member, type Tree } from '../../contract/tree.ts';

const IMAGE_TOOL = 'image_generation';
const TOOL_TYPES = [IMAGE_TOOL, 'openrouter:image_generation'];

export const isImageTool = (tool: Tree): boolean =>
  isObject(tool) && TOOL_TYPES.includes(asString(tool.type) ?? '');

/** The function that a tool, or `tool_choice`, names; undefined where it names none. */
export const functionNamed = (tree: Tree | undefined): string | undefined =>
  isObject(tree) && tree.type === 'function'
    ? asString(member(tree.function, 'name') ?? tree.name)
    : undefined;

/**
 * Whether `tool_choice` is the tool that draws: by its type, or as a function of its name, which is how libraries for functions force
 * any tool. A real function of that name comes first.
 */
export function choosesImageTool(choice: Tree | undefined, tools: readonly Tree[]): boolean {
  if (choice === undefined) return false;
  if (isImageTool(choice)) return true;
  return functionNamed(choice) === IMAGE_TOOL && !tools.some((tool) => functionNamed(tool) === IMAGE_TOOL);
}

/** What `tool_choice` says of the tool that draws. */
export function imageChoice(
  choice: Tree | undefined,
  tools: readonly Tree[],
): 'free' | 'forced' | 'declined' {
  if (choice === 'none') return 'declined';
  // With nothing else to call, a call means a picture.
  if (choice === 'required' || choice === 'any') return tools.every(isImageTool) ? 'forced' : 'free';
  return choosesImageTool(choice, tools) ? 'forced' : 'free';
}
