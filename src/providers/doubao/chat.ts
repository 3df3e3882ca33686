import { ignored } from '../openai-compatible/body.ts';
import { chatCompletions } from '../openai-compatible/chat.ts';
import { decodeError } from './errors.ts';

/** Text and vision. */
export const chat = chatCompletions({
  decodeError,
  // quirk(doubao): its chat has no field for the client's own end user — Ark chat API, seen 2026-11
  endUser: () => ({}),
  extend: ({ request }) => ({
    fields: {},
    warnings: request.endUser === undefined ? [] : [ignored('user')],
  }),
});
