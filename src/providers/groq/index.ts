import { compatibleProvider } from '../openai-compatible/provider.ts';
import { MODELS } from './models.ts';

/** What differs: @ai-sdk/groq 4.0.84, seen 2026-11. */
export const groq = compatibleProvider({
  id: 'groq',
  title: 'Groq',
  docs: 'https://console.groq.com/docs/api-reference#chat-create',
  baseUrl: 'https://api.groq.com/openai/v1',
  envKey: 'GROQ_API_KEY',
  keys: /^gsk_/,
  models: MODELS,
  accepts: /^(groq\/|llama-\d|openai\/gpt-oss|qwen\/qwen3)/,
  takesUrls: true,
  chat: {
    maxTokensField: 'max_completion_tokens',
    reasoning: (model) =>
      model.includes('gpt-oss') ? { by: 'effort', words: ['low', 'medium', 'high'] } : { by: 'nothing' },
    echo: { as: 'reasoning' },
    leavesOutPictures: true,
    // quirk(groq): otherwise Qwen's thinking stands in the text between <think> tags. — @ai-sdk/groq 4.0.84, seen 2026-11
    extend: (_job, { model }) => ({
      fields: model.startsWith('qwen/') ? { reasoning_format: 'parsed' } : {},
    }),
  },
});
