import type { Usage } from '../../contract/response.ts';
import { asArray, asNumber, isObject, member, type Tree } from '../../contract/tree.ts';

/** `usageMetadata` in our words; undefined when the upstream said nothing. */
export function decodeUsage(usage: Tree | undefined): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const count = (key: string): number | undefined => asNumber(usage[key]);
  const thoughts = count('thoughtsTokenCount');
  return {
    ...known('inputTokens', sum(count('promptTokenCount'), count('toolUsePromptTokenCount'))),
    // quirk(gemini): candidatesTokenCount leaves out the thoughts, which are billed as output — gemini-images.md §4, seen 2026-11
    ...known('outputTokens', sum(count('candidatesTokenCount'), thoughts)),
    ...known('cachedInputTokens', count('cachedContentTokenCount')),
    ...known('reasoningTokens', thoughts),
    ...known('inputImageTokens', of('IMAGE', usage.promptTokensDetails)),
    ...known('outputImageTokens', of('IMAGE', usage.candidatesTokensDetails)),
    ...known('inputAudioTokens', of('AUDIO', usage.promptTokensDetails)),
    ...known('outputAudioTokens', of('AUDIO', usage.candidatesTokensDetails)),
  };
}

function known(key: keyof Usage, value: number | undefined): Usage {
  return value === undefined ? {} : { [key]: value };
}

const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);

function of(modality: string, details: Tree | undefined): number | undefined {
  const entry = asArray(details).find((detail) => member(detail, 'modality') === modality);
  return asNumber(member(entry, 'tokenCount'));
}
