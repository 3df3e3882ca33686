import type { Usage } from '../../contract/response.ts';
import { asArray, asNumber, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { defined } from '../../lib/defined.ts';

/** `usageMetadata`: thoughts are counted beside the candidates, pictures by modality. What is not known is left out. */
export function encodeUsage(usage: Usage): TreeObject {
  const { inputTokens, outputTokens, reasoningTokens } = usage;
  const spoken = outputTokens === undefined ? undefined : outputTokens - (reasoningTokens ?? 0);
  const isWhole = inputTokens !== undefined && outputTokens !== undefined;
  return defined({
    promptTokenCount: inputTokens,
    candidatesTokenCount: spoken,
    totalTokenCount: isWhole ? inputTokens + outputTokens : undefined,
    cachedContentTokenCount: usage.cachedInputTokens,
    thoughtsTokenCount: reasoningTokens,
    promptTokensDetails: byModality(inputTokens, usage.inputImageTokens, usage.inputAudioTokens),
    candidatesTokensDetails: byModality(spoken, usage.outputImageTokens, usage.outputAudioTokens),
  });
}

type Count = number | undefined;

function byModality(total: Count, image: Count, audio: Count): Tree[] | undefined {
  if (total === undefined || (image === undefined && audio === undefined)) return undefined;
  return [
    { modality: 'TEXT', tokenCount: Math.max(0, total - (image ?? 0) - (audio ?? 0)) },
    ...(image === undefined ? [] : [{ modality: 'IMAGE', tokenCount: image }]),
    ...(audio === undefined ? [] : [{ modality: 'AUDIO', tokenCount: audio }]),
  ];
}

/** The reverse, for answers that are relayed. */
export function decodeUsage(usage: Tree | undefined): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const count = (name: string): number | undefined => asNumber(usage[name]);
  const of = (modality: string, details: Tree | undefined): number | undefined =>
    asNumber(
      member(
        asArray(details).find((each) => member(each, 'modality') === modality),
        'tokenCount',
      ),
    );
  return defined({
    inputTokens: sum(count('promptTokenCount'), count('toolUsePromptTokenCount')),
    outputTokens: sum(count('candidatesTokenCount'), count('thoughtsTokenCount')),
    cachedInputTokens: count('cachedContentTokenCount'),
    reasoningTokens: count('thoughtsTokenCount'),
    inputImageTokens: of('IMAGE', usage.promptTokensDetails),
    outputImageTokens: of('IMAGE', usage.candidatesTokensDetails),
    inputAudioTokens: of('AUDIO', usage.promptTokensDetails),
    outputAudioTokens: of('AUDIO', usage.candidatesTokensDetails),
  });
}

const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
