import type { Usage } from '../../contract/response.ts';
import { asNumber, isObject, member, type Tree } from '../../contract/tree.ts';
import { counts } from './usage.ts';

/**
 * `usage` of the Images API, for `images` pictures; undefined when it is missing.
 * quirk(openai): without output details all output tokens are the picture's. — images spec §5, seen 2026-11
 */
export function decodeImageUsage(usage: Tree | undefined, images: number): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const input = usage.input_tokens_details;
  const output = usage.output_tokens_details;
  return counts({
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cachedInputTokens: member(input, 'cached_tokens') ?? usage.cached_tokens,
    cachedInputImageTokens: member(usage.cached_tokens_details, 'cached_image_tokens'),
    inputImageTokens: member(input, 'image_tokens'),
    outputImageTokens: member(output, 'image_tokens') ?? usage.output_tokens,
    images,
  });
}

/** Both together; what only one of them knows stays as it is. */
export function addUsage(one: Usage | undefined, other: Usage | undefined): Usage | undefined {
  if (!one || !other) return one ?? other;
  const sum: Record<string, number> = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (asNumber(sum[name]) ?? 0) + count;
  return sum as Usage;
}
