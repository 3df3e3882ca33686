import type { Usage } from '../../contract/response.ts';
import { asNumber, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';

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
    // OpenAI counts 0 where there was no sound.
    inputAudioTokens: member(input, 'audio_tokens') || undefined,
    outputAudioTokens: member(output, 'audio_tokens') || undefined,
    cost: costOf(usage),
  });
}

/**
 * quirk(openrouter): a call on the customer's own key costs a fee in `cost`, and what the upstream bills the customer stands
 * beside it. — OpenRouter usage accounting, seen 2026-11
 */
function costOf({ cost, is_byok, cost_details }: TreeObject): number | undefined {
  const fee = asNumber(cost);
  if (is_byok !== true) return fee;
  const upstream = asNumber(member(cost_details, 'upstream_inference_cost'));
  return fee === undefined || upstream === undefined ? undefined : fee + upstream;
}

/** Keeps what is a number: absent is unknown, never 0. */
export function counts(from: { readonly [K in keyof Usage]?: Tree | undefined }): Usage {
  const known = Object.entries(from).filter(([, value]) => asNumber(value) !== undefined);
  return Object.fromEntries(known) as Usage;
}

/**
 * Usage of embeddings and rerank. Rerank has no format of its own for it: Jina `usage`, SiliconFlow `tokens`, Cohere
 * `meta.tokens`; of a total alone nothing was output. — each one's API reference, seen 2026-11
 */
export function decodeTaskUsage(tree: TreeObject): Usage | undefined {
  const { usage = tree.tokens ?? member(tree.meta, 'tokens') } = tree;
  if (!isObject(usage)) return undefined;
  const read = counts({
    inputTokens: usage.prompt_tokens ?? usage.input_tokens ?? usage.total_tokens,
    outputTokens: usage.completion_tokens ?? usage.output_tokens,
    cost: usage.cost,
  });
  return Object.keys(read).length > 0 ? read : undefined;
}
