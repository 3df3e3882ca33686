import { camel } from './members.ts';

/** A map, because fields are the client's own words: `toString` has no entry in it. */
const CONFIG = new Map(
  Object.entries({
    temperature: 'temperature',
    top_p: 'topP',
    top_k: 'topK',
    frequency_penalty: 'frequencyPenalty',
    presence_penalty: 'presencePenalty',
    seed: 'seed',
    stop: 'stopSequences',
    n: 'candidateCount',
    max_tokens: 'maxOutputTokens',
    response_format: 'responseMimeType',
    modalities: 'responseModalities',
    'audio.voice': 'speechConfig',
    reasoning: 'thinkingConfig',
    reasoning_effort: 'thinkingConfig',
  }),
);

/** Google's names of parameters, which may be written in either case and are told in camel case. */
export function nameOf(field: string): string {
  const setting = CONFIG.get(field);
  if (setting !== undefined) return `generationConfig.${setting}`;
  if (field === 'tool_choice') return 'toolConfig.functionCallingConfig';
  return field.startsWith('generationConfig.') ? camel(field) : field;
}
