import { sha256 } from '../../lib/sha256.ts';
import { compatibleProvider } from '../openai-compatible/provider.ts';
import { CHAT_MODELS, reasoningOf } from './chat-models.ts';
import { decodeError } from './errors.ts';
import { IMAGE_MODELS, imageCard } from './image-models.ts';
import { images } from './images.ts';

/** Zhipu (BigModel): GLM, GLM-Image and CogView. Keys of the international site work at https://api.z.ai/api/paas/v4. */
export const zhipu = compatibleProvider({
  id: 'zhipu',
  title: 'Zhipu AI (BigModel)',
  docs: 'https://docs.bigmodel.cn/api-reference',
  baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
  envKey: 'ZHIPU_API_KEY',
  keys: /^[0-9a-f]{32}\.\w{16}$/,
  models: [...IMAGE_MODELS, ...CHAT_MODELS],
  accepts: /^glm-/,
  takesUrls: true,
  image: images,
  card: imageCard,
  decodeError,
  tasks: { embeddings: '/embeddings', rerank: '/rerank', moderations: '/moderations' },
  chat: {
    sampling: () => ({ frequencyPenalty: null, presencePenalty: null, seed: null }),
    maxTemperature: 1,
    // quirk(zhipu): an id has 6 to 128 characters. — Zhipu chat reference, seen 2026-11
    endUser: (user) => ({ user_id: /^.{6,128}$/.test(user) ? user : sha256(user) }),
    // quirk(zhipu): usage comes without asking, stream_options is unknown. — AgentScope's GLM page, seen 2026-11
    streamUsage: false,
    reasoning: reasoningOf,
    // quirk(zhipu): between calls of tools the thinking must come back. — docs.z.ai on thinking, seen 2026-11
    echo: { as: 'reasoning_content' },
    // quirk(zhipu): tool_choice is auto and nothing else; functions have no strict. — AgentScope's GLM page, seen 2026-11
    tools: () => ({ choices: [], strict: false, parallel: null }),
    format: () => 'object',
    files: { video: true },
    leavesOutPictures: true,
  },
});
