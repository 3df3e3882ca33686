import type { Sampling, Warning } from '../../contract/request.ts';
import { ignored } from '../openai-compatible/body.ts';

/** What other formats take and the Responses API does not. */
export function lostSampling({ topK, frequencyPenalty, presencePenalty, seed, stop }: Sampling): Warning[] {
  const lost = {
    top_k: topK,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
    seed,
    stop,
  };
  return Object.entries(lost).flatMap(([field, value]) =>
    value === undefined ? [] : [ignored(field, "OpenAI's Responses API does not know this parameter.")],
  );
}
