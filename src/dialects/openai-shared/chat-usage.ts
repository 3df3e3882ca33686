import type { Usage } from '../../contract/response.ts';
import { asNumber, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';

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
      ...(usage.inputAudioTokens !== undefined && { audio_tokens: usage.inputAudioTokens }),
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens ?? 0,
      ...(usage.outputImageTokens !== undefined && { image_tokens: usage.outputImageTokens }),
      ...(usage.outputAudioTokens !== undefined && { audio_tokens: usage.outputAudioTokens }),
    },
    ...(usage.images !== undefined && { images: usage.images }),
    ...(usage.cost !== undefined && { cost: usage.cost }),
  };
}

/** Reads `usage` of an upstream that speaks this format; undefined when it is missing. */
export function decodeUsage(usage: Tree | undefined): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const counts = {
    inputTokens: asNumber(usage.prompt_tokens),
    outputTokens: asNumber(usage.completion_tokens),
    cachedInputTokens:
      asNumber(member(usage.prompt_tokens_details, 'cached_tokens')) ??
      asNumber(usage.prompt_cache_hit_tokens) ??
      asNumber(usage.cached_tokens),
    cacheWriteTokens: asNumber(member(usage.prompt_tokens_details, 'cache_write_tokens')),
    reasoningTokens: asNumber(member(usage.completion_tokens_details, 'reasoning_tokens')),
    inputAudioTokens: positive(member(usage.prompt_tokens_details, 'audio_tokens')),
    outputAudioTokens: positive(member(usage.completion_tokens_details, 'audio_tokens')),
    cost: asNumber(usage.cost),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
}

/** OpenAI counts 0 where there was no sound; most never say. */
const positive = (tree: Tree | undefined): number | undefined => asNumber(tree) || undefined;

/** The client wants a stream's usage: OpenAI's way of saying so, or OpenRouter's `usage: {include: true}`. */
export const asksForUsage = (body: TreeObject): boolean =>
  member(body.stream_options, 'include_usage') === true || member(body.usage, 'include') === true;
