import type { Usage } from '../../contract/response.ts';
import { asNumber, isObject, member, type Tree } from '../../contract/tree.ts';

/** `usage` of chat completions; undefined when it is missing. `cost` is what OpenRouter adds, in US dollars. */
export function decodeUsage(usage: Tree | undefined): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const input = usage.prompt_tokens_details;
  const output = usage.completion_tokens_details;
  return counts({
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    // quirk(deepseek, moonshot): they have names of their own beside the details, or in their place. — AI SDK 7, seen 2026-11
    cachedInputTokens: member(input, 'cached_tokens') ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens,
    cacheWriteTokens: member(input, 'cache_write_tokens'),
    inputImageTokens: member(input, 'image_tokens'),
    reasoningTokens: member(output, 'reasoning_tokens'),
    outputImageTokens: member(output, 'image_tokens'),
    cost: usage.cost,
  });
}

/** Keeps what is a number: absent is unknown, never 0. */
export function counts(from: { readonly [K in keyof Usage]?: Tree | undefined }): Usage {
  const known = Object.entries(from).filter(([, value]) => asNumber(value) !== undefined);
  return Object.fromEntries(known) as Usage;
}
