import type { FilePart, MediaPart, Part, ToolResultPart } from '../../contract/request.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';

export interface ResultRules {
  /** Pictures and documents stand inside the function response rather than beside it. */
  readonly nested: boolean;
}

/** A result as `functionResponse`, and what of it must stand beside. */
export function encodeResult(
  result: ToolResultPart,
  name: string,
  media: readonly TreeObject[],
  { nested }: ResultRules,
): TreeObject[] {
  const functionResponse = {
    id: result.id,
    name,
    response: responseOf(textOf(result.parts), result.failed === true),
    ...(nested && media.length > 0 && { parts: media }),
  };
  return [{ functionResponse }, ...(nested ? [] : media)];
}

export const isMedia = (part: Part): part is MediaPart | FilePart =>
  part.type === 'media' || part.type === 'file';

const textOf = (parts: readonly Part[]): string =>
  parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');

/**
 * `response` must be an object: JSON objects go as they are, anything else under the names that Gemini reads.
 * quirk(gemini): `$ref` inside a response means a picture of its `parts` — npm @ai-sdk/google 4.0.121, seen 2026-11
 */
function responseOf(text: string, failed: boolean): TreeObject {
  if (failed) return { error: text };
  const tree = text.includes('"$ref"') ? undefined : parsed(text);
  return isObject(tree) ? tree : { output: text };
}

/** The arguments of a call; a model that wrote no JSON object is quoted. */
export function argumentsOf(text: string): TreeObject {
  const tree = text.trim() === '' ? {} : parsed(text);
  return isObject(tree) ? tree : { arguments: tree ?? text };
}

function parsed(text: string): Tree | undefined {
  try {
    return JSON.parse(text) as Tree;
  } catch {
    return undefined;
  }
}
