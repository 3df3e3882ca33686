import type { Dialect } from '../../contract/dialect.ts';
import { encodeOpenAiError } from '../openai-shared/error.ts';
import { conversation } from './conversation.ts';
import { decodeRequest } from './decode.ts';
import { encodeResponse } from './encode.ts';
import { nameOf } from './names.ts';
import { relay } from './relay.ts';
import { ResponseEvents } from './stream.ts';

/** OpenAI's Responses API, as Codex speaks it, with its built-in image_generation tool and conversations kept here. */
export const openaiResponses: Dialect = {
  id: 'openai-responses',
  routes: [
    {
      method: 'POST',
      paths: ['/v1/responses', '/api/v1/responses'],
      accepts: ['json'],
      decode: decodeRequest,
      encode: encodeResponse,
      encodeStream: (context) => new ResponseEvents(context),
      relay,
      conversation,
    },
  ],
  nameOf,
  encodeError: encodeOpenAiError,
};
