import type { Usage } from '../../contract/response.ts';
import { isObject, member, type TreeObject } from '../../contract/tree.ts';
import { addUsage, decodeImageUsage } from '../openai-compatible/image-usage.ts';
import { counts } from '../openai-compatible/usage.ts';

/** quirk(openai): the text model's and the drawing model's tokens stand in two places. — responses spec §4, seen 2026-11 */
export function usageOf(response: TreeObject, pictures: number): Usage | undefined {
  const { usage } = response;
  const drawn =
    pictures === 0 ? undefined : decodeImageUsage(member(response.tool_usage, 'image_gen'), pictures);
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
