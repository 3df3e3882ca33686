import type { Dialect } from '../../contract/dialect.ts';
import { CHOICES_RELAY } from '../openai-shared/chat-relay.ts';
import { encodeOpenAiError } from '../openai-shared/error.ts';
import { decodeCompletion } from './decode.ts';
import { encodeCompletion } from './encode.ts';
import { CompletionStream } from './stream.ts';

/** OpenAI's completions from before there was chat. */
export const openaiCompletions: Dialect = {
  id: 'openai-completions',
  routes: [
    {
      method: 'POST',
      paths: ['/v1/completions', '/api/v1/completions'],
      accepts: ['json'],
      decode: decodeCompletion,
      encode: encodeCompletion,
      encodeStream: (context) => new CompletionStream(context),
      relay: CHOICES_RELAY,
    },
  ],
  encodeError: encodeOpenAiError,
};
