import { asNumber, member } from '../../contract/tree.ts';
import { compatibleProvider } from '../openai-compatible/provider.ts';
import { decodeError } from './errors.ts';
import { MODELS } from './models.ts';

/** Keys of the Chinese site work at https://api.minimaxi.com/v1. What differs: MiniMax and AgentScope docs, seen 2026-11. */
export const minimax = compatibleProvider({
  id: 'minimax',
  title: 'MiniMax',
  docs: 'https://platform.minimax.io/docs/api-reference/text-openai-api',
  baseUrl: 'https://api.minimax.io/v1',
  envKey: 'MINIMAX_API_KEY',
  models: MODELS,
  accepts: /^minimax-/i,
  takesUrls: true,
  decodeError,
  chat: {
    maxTokensField: 'max_completion_tokens',
    maxTemperature: 1,
    sampling: () => ({ frequencyPenalty: null, presencePenalty: null, seed: null }),
    endUser: null,
    // quirk(minimax): M3 thinks as it sees fit unless told not to, M2 always. — AgentScope's MiniMax page, seen 2026-11
    reasoning: (model) =>
      /-m3/i.test(model) ? { by: 'thinking', on: 'adaptive', off: true } : { by: 'nothing' },
    echo: { as: 'reasoning_details' },
    // quirk(minimax): tool_choice, strict and parallel_tool_calls are not documented. — AgentScope's MiniMax page, seen 2026-11
    tools: () => ({ choices: [], strict: false, parallel: null }),
    format: () => 'none',
    files: { video: true },
    systemFirst: true,
    leavesOutPictures: true,
    // quirk(minimax): otherwise thinking stands in the text between <think> tags. — AgentScope's MiniMax page, seen 2026-11
    extend: () => ({ fields: { reasoning_split: true } }),
    // quirk(minimax): failures are a 200 with a status of their own. — MiniMax API reference, seen 2026-11
    isFailure: ({ base_resp }) => (asNumber(member(base_resp, 'status_code')) ?? 0) !== 0,
  },
});
