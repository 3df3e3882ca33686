import { compatibleProvider } from '../openai-compatible/provider.ts';

/** vLLM and every other server at a base URL that speaks chat completions: SGLang, LM Studio, llama.cpp, LiteLLM, a relay. */
export const vllm = compatibleProvider({
  id: 'vllm',
  title: 'vLLM and other OpenAI-compatible servers',
  docs: 'https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html',
  baseUrl: 'http://127.0.0.1:8000/v1',
  models: [],
  accepts: /./,
  completions: true,
  tasks: { embeddings: '/embeddings', rerank: '/rerank', moderations: '/moderations' },
  chat: {
    sampling: () => ({ topK: 'top_k' }),
    reasoning: () => ({ by: 'effort', words: ['none', 'low', 'medium', 'high'] }),
    echo: { as: 'reasoning_content' },
    files: { audio: true, video: true, document: 'file' },
    // UNVERIFIED which voices the model behind it has: names pass as they are.
    sound: { voice: 'alloy' },
    callMarks: true,
    // Templates of open models refuse system turns anywhere else.
    systemFirst: true,
  },
});
