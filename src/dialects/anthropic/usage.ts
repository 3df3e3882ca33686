import type { Usage } from '../../contract/response.ts';
import { asNumber, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';

/** Our totals include what came from the cache or went into it; this format counts it apart. */
export function encodeUsage(usage: Usage): TreeObject {
  const { inputTokens, outputTokens = 0, cachedInputTokens = 0, cacheWriteTokens = 0 } = usage;
  return {
    input_tokens: Math.max(0, (inputTokens ?? 0) - cachedInputTokens - cacheWriteTokens),
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cachedInputTokens,
    output_tokens: outputTokens,
    ...(usage.reasoningTokens !== undefined && {
      output_tokens_details: { thinking_tokens: usage.reasoningTokens },
    }),
  };
}

/** What is known before the answer is finished. */
export const NO_USAGE: TreeObject = encodeUsage({});

/** Usage as Anthropic reports it, in our totals; undefined without any count. */
export function decodeUsage(tree: Tree | undefined): Usage | undefined {
  if (!isObject(tree)) return undefined;
  const read = asNumber(tree.cache_read_input_tokens);
  const written = asNumber(tree.cache_creation_input_tokens);
  const input = asNumber(tree.input_tokens);
  const counts: { [K in keyof Usage]: number | undefined } = {
    inputTokens: input === undefined ? undefined : input + (read ?? 0) + (written ?? 0),
    outputTokens: asNumber(tree.output_tokens),
    cachedInputTokens: read,
    cacheWriteTokens: written,
    cacheWriteHourTokens: asNumber(member(tree.cache_creation, 'ephemeral_1h_input_tokens')),
    reasoningTokens: asNumber(member(tree.output_tokens_details, 'thinking_tokens')),
  };
  const known = Object.entries(counts).filter(([, count]) => count !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
