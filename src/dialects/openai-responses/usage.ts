import type { Usage } from '../../contract/response.ts';
import { asNumber, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';

/** `usage`; null while nothing is known. Its details must be numbers, the official SDK says. */
export function encodeUsage(usage: Usage | undefined): TreeObject | null {
  if (!usage) return null;
  const { inputTokens = 0, outputTokens = 0 } = usage;
  return {
    input_tokens: inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cachedInputTokens ?? 0,
      cache_write_tokens: usage.cacheWriteTokens ?? 0,
      ...(usage.inputImageTokens !== undefined && { image_tokens: usage.inputImageTokens }),
    },
    output_tokens: outputTokens,
    output_tokens_details: {
      reasoning_tokens: usage.reasoningTokens ?? 0,
      ...(usage.outputImageTokens !== undefined && { image_tokens: usage.outputImageTokens }),
    },
    total_tokens: inputTokens + outputTokens,
  };
}

/** Of an answer that is passed on as it comes. */
export function decodeUsage(usage: Tree | undefined): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const counts = {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cachedInputTokens: member(usage.input_tokens_details, 'cached_tokens'),
    cacheWriteTokens: member(usage.input_tokens_details, 'cache_write_tokens'),
    reasoningTokens: member(usage.output_tokens_details, 'reasoning_tokens'),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, value]) => asNumber(value) !== undefined));
}
