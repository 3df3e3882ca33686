import type { Dialect } from '../../contract/dialect.ts';
import { encodeOpenAiError } from '../openai-shared/error.ts';
import { decodeChat } from './decode.ts';
import { encodeChat } from './encode.ts';
import { relay } from './relay.ts';
import { ChatStream } from './stream.ts';

/** OpenAI's chat completions, with pictures (mission M1–M3, M5). */
export const openaiChat: Dialect = {
  id: 'openai-chat',
  routes: [
    {
      method: 'POST',
      paths: ['/v1/chat/completions', '/api/v1/chat/completions'],
      accepts: ['json'],
      decode: decodeChat,
      encode: encodeChat,
      encodeStream: (context) => new ChatStream(context),
      relay,
    },
  ],
  encodeError: encodeOpenAiError,
};
