import type { Dialect } from '../../contract/dialect.ts';
import { decodeGemini } from './decode.ts';
import { encodeGemini } from './encode.ts';
import { encodeError } from './error.ts';
import { models } from './models.ts';
import { nameOf } from './names.ts';
import { framing } from './path.ts';
import { relay } from './relay.ts';
import { ContentStream } from './stream.ts';

/** Google's Gemini API: generateContent, its streams and countTokens, with pictures as inline data. */
export const gemini: Dialect = {
  id: 'gemini',
  routes: [
    {
      method: 'POST',
      // The model and the action are one path segment, and models may hold slashes.
      paths: ['/v1beta/models/*', '/v1/models/*', '/gemini/v1beta/models/*', '/gemini/v1/models/*'],
      accepts: ['json'],
      decode: decodeGemini,
      encode: encodeGemini,
      encodeStream: (context) => new ContentStream(context),
      framing,
      relay,
    },
  ],
  models,
  nameOf,
  encodeError,
};
