import type { DrawingUsage, Usage } from '../../contract/response.ts';
import { asArray, asString, isObject, member, type TreeObject } from '../../contract/tree.ts';
import { addUsage, decodeImageUsage } from '../openai-compatible/image-usage.ts';
import { counts } from '../openai-compatible/usage.ts';

/** What text model and drawing model used together. */
export function usageOf({ usage }: TreeObject, drawn: Usage | undefined): Usage | undefined {
  if (!isObject(usage)) return drawn;
  const written = counts({
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cachedInputTokens: member(usage.input_tokens_details, 'cached_tokens'),
    cacheWriteTokens: member(usage.input_tokens_details, 'cache_write_tokens'),
    reasoningTokens: member(usage.output_tokens_details, 'reasoning_tokens'),
  });
  return addUsage(written, drawn);
}

/** quirk(openai): the drawing model's tokens stand apart, its name in the echo of the tools. — responses spec §4 and §5, seen 2026-11 */
export function drawingOf(response: TreeObject, pictures: number): DrawingUsage | undefined {
  if (pictures === 0) return undefined;
  const usage = decodeImageUsage(member(response.tool_usage, 'image_gen'), pictures);
  const tool = asArray(response.tools).find((each) => member(each, 'type') === 'image_generation');
  return usage && { model: asString(member(tool, 'model')) ?? '', usage };
}
