import { chatModels, taskModels } from '../openai-compatible/provider.ts';

/** From @ai-sdk/togetherai 3.0.54, seen 2026-11. UNVERIFIED: which of them are still served; any other id works too. */
export const MODELS = [
  ...chatModels({ vision: false }, { 'meta-llama/Llama-3.3-70B-Instruct-Turbo': 'Llama 3.3 70B Turbo' }),
  ...taskModels('BAAI/bge-large-en-v1.5', 'mixedbread-ai/Mxbai-Rerank-Large-V2'),
];
