import type { Dialect, Route } from '../../contract/dialect.ts';
import type { TaskName } from '../../contract/request.ts';
import { encodeOpenAiError } from '../openai-shared/error.ts';
import { decodeTask } from './decode.ts';
import { encodeTask } from './encode.ts';

const route = (task: TaskName, paths: readonly string[]): Route => ({
  method: 'POST',
  paths,
  accepts: ['json'],
  decode: (query) => decodeTask(query, task),
  encode: encodeTask,
  // Tasks are answered at once: the decoder never asks for a stream.
  encodeStream: () => ({ push: () => [], end: () => [] }),
});

/** What OpenAI's clients ask beside chat and pictures: embeddings, moderations, and rerank as Jina and Cohere have it. */
export const openaiTasks: Dialect = {
  id: 'openai-tasks',
  routes: [
    route('embeddings', ['/v1/embeddings', '/api/v1/embeddings']),
    route('moderations', ['/v1/moderations']),
    route('rerank', ['/v1/rerank', '/v2/rerank', '/rerank']),
  ],
  encodeError: encodeOpenAiError,
};
