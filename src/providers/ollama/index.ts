import { compatibleProvider } from '../openai-compatible/provider.ts';

/** Models on one's own machine: whatever was pulled there, so there is no catalogue. */
export const ollama = compatibleProvider({
  id: 'ollama',
  title: 'Ollama',
  docs: 'https://docs.ollama.com/api/openai-compatibility',
  baseUrl: 'http://127.0.0.1:11434/v1',
  models: [],
  // With a tag, as `qwen3:8b`: names without one could be anybody's.
  accepts: /^[\w./-]+:[\w.-]+$/,
  completions: true,
  tasks: { embeddings: '/embeddings' },
  chat: {
    reasoning: () => ({ by: 'effort', words: ['none', 'low', 'medium', 'high'] }),
    // quirk(ollama): tool_choice is not supported. — Ollama's page on OpenAI compatibility, seen 2026-11
    tools: () => ({ choices: [], strict: false, parallel: null }),
    endUser: null,
  },
});
