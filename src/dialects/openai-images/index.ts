import type { Dialect, Route } from '../../contract/dialect.ts';
import type { ImageRequest } from '../../contract/request.ts';
import { encodeOpenAiError } from '../openai-shared/error.ts';
import { decodeImages } from './decode.ts';
import { encodeImages } from './encode.ts';
import { ImagesStream } from './stream.ts';

const route = (name: string, task: ImageRequest['task'], accepts: Route['accepts']): Route => ({
  method: 'POST',
  paths: [`/v1/images/${name}`, `/api/v1/images/${name}`],
  accepts,
  decode: decodeImages(task),
  encode: encodeImages,
  encodeStream: (context) => new ImagesStream(context),
});

/** OpenAI's Images API. */
export const openaiImages: Dialect = {
  id: 'openai-images',
  routes: [
    route('generations', 'generate', ['json']),
    route('edits', 'edit', ['form', 'json']),
    route('variations', 'variation', ['form', 'json']),
  ],
  encodeError: encodeOpenAiError,
};
