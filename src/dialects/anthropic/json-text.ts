import { SplicedString, type Tree } from '../../contract/tree.ts';
import { requiredText } from './fields.ts';

/** The tree as JSON text: a tool's arguments are text in the gateway and an object in this format. */
export const jsonText = (tree: Tree, at: string): string =>
  JSON.stringify(tree, (_key, value: Tree) =>
    value instanceof SplicedString ? requiredText(value, at) : value,
  );

/** The object that a tool's arguments are; undefined where the model wrote something else. */
export function parseObject(text: string): { readonly [key: string]: Tree } | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { readonly [key: string]: Tree })
      : undefined;
  } catch {
    return undefined;
  }
}
