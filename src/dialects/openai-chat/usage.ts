import type { Usage } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';

/**
 * `usage` of chat completions. Where the details objects stand, `cached_tokens` and `reasoning_tokens` must be numbers:
 * schema-checking clients refuse the whole answer otherwise — @openrouter/ai-sdk-provider 3.1, seen 2026-11
 */
export function encodeUsage(usage: Usage): TreeObject {
  const { inputTokens = 0, outputTokens = 0 } = usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: {
      cached_tokens: usage.cachedInputTokens ?? 0,
      ...(usage.inputImageTokens !== undefined && { image_tokens: usage.inputImageTokens }),
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens ?? 0,
      ...(usage.outputImageTokens !== undefined && { image_tokens: usage.outputImageTokens }),
    },
    ...(usage.images !== undefined && { images: usage.images }),
    ...(usage.cost !== undefined && { cost: usage.cost }),
  };
}
