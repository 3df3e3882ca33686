import type { Dialect } from '../../contract/dialect.ts';
import { decodeCount, encodeCount } from './count-tokens.ts';
import { decodeRequest } from './decode.ts';
import { encodeMessage } from './encode.ts';
import { encodeError } from './error.ts';
import { models } from './models.ts';
import { nameOf } from './names.ts';
import { relay } from './relay.ts';
import { MessageEvents } from './stream.ts';

/** Anthropic's Messages API, as Claude Code speaks it, with pictures as image blocks. */
export const anthropicMessages: Dialect = {
  id: 'anthropic',
  routes: [
    {
      method: 'POST',
      paths: ['/v1/messages', '/anthropic/v1/messages'],
      accepts: ['json'],
      decode: decodeRequest,
      encode: encodeMessage,
      encodeStream: (context) => new MessageEvents(context),
      relay,
    },
    {
      method: 'POST',
      paths: ['/v1/messages/count_tokens', '/anthropic/v1/messages/count_tokens'],
      accepts: ['json'],
      decode: decodeCount,
      encode: encodeCount,
      encodeStream: (context) => new MessageEvents(context),
    },
  ],
  models,
  nameOf,
  encodeError,
};
