import { sha256 } from '../../lib/sha256.ts';
import { compatibleProvider } from '../openai-compatible/provider.ts';
import { MODELS } from './models.ts';

/** Text of an id that DeepSeek takes as it is. */
const PLAIN_ID = /^[\w-]{1,512}$/;

/** What differs: @ai-sdk/deepseek 3.0.56, seen 2026-11. */
export const deepseek = compatibleProvider({
  id: 'deepseek',
  title: 'DeepSeek',
  docs: 'https://api-docs.deepseek.com/api/create-chat-completion',
  baseUrl: 'https://api.deepseek.com',
  envKey: 'DEEPSEEK_API_KEY',
  keys: /^sk-[0-9a-f]{32}$/,
  models: MODELS,
  accepts: /^deepseek-/,
  takesUrls: true,
  chat: {
    sampling: () => ({ frequencyPenalty: null, presencePenalty: null, seed: null }),
    endUser: (user) => ({ user_id: PLAIN_ID.test(user) ? user : sha256(user) }),
    // quirk(deepseek): it thinks unless told otherwise, with three strengths. — @ai-sdk/deepseek 3.0.56, seen 2026-11
    reasoning: () => ({ by: 'thinking', on: 'enabled', off: true, words: ['low', 'high', 'max'] }),
    // quirk(deepseek): V4 refuses assistant turns without reasoning_content, be it empty. — @ai-sdk/deepseek 3.0.56, seen 2026-11
    echo: { as: 'reasoning_content', always: true },
    // quirk(deepseek): strict functions need another base URL, which ends with /beta. — @ai-sdk/deepseek 3.0.56, seen 2026-11
    tools: () => ({ strict: false, parallel: null }),
    format: () => 'object',
    leavesOutPictures: true,
  },
});
