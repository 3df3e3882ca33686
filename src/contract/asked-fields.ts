import type { ChatRequest, Sampling } from './request.ts';

const SAMPLING: { readonly [member in keyof Required<Sampling>]: string } = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  seed: 'seed',
  stop: 'stop',
};

/**
 * Everything a chat asks for besides its messages and pictures, by the names of chat completions: for warnings where a model
 * or provider can have none of it.
 */
export function askedFields({ sampling, output, tools = [], toolChoice, reasoning }: ChatRequest): string[] {
  return [
    ...Object.keys(sampling).map((member) => SAMPLING[member as keyof Sampling]),
    ...(output.maxTokens === undefined ? [] : ['max_tokens']),
    ...(output.format === undefined ? [] : ['response_format']),
    ...(tools.length === 0 ? [] : ['tools']),
    ...(tools.length === 0 || toolChoice === undefined ? [] : ['tool_choice']),
    ...(reasoning === undefined ? [] : ['reasoning']),
    ...(output.sound === undefined ? [] : ['modalities']),
  ];
}
