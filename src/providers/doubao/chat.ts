import { chatCompletions } from '../openai-compatible/chat.ts';
import { decodeError } from './errors.ts';

/** Text and vision. */
export const chat = chatCompletions({
  decodeError,
  // quirk(doubao): its chat has no field for the client's own end user — Ark chat API, seen 2026-11
  endUser: null,
  // quirk(doubao): thinking is a switch with four strengths, from Seed 1.8 on — Ark chat API, seen 2026-11
  reasoning: () => ({
    by: 'thinking',
    on: 'enabled',
    off: true,
    words: ['minimal', 'low', 'medium', 'high'],
  }),
  echo: { as: 'reasoning_content' },
  files: { video: true },
});
