import type { Query } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { TaskName, TaskRequest } from '../../contract/request.ts';
import { isObject, type TreeObject } from '../../contract/tree.ts';
import { optionalText, requiredText } from '../openai-shared/fields.ts';

/** Members without which a task means nothing. */
const REQUIRED: { readonly [task in TaskName]?: readonly string[] } = {
  embeddings: ['input'],
  moderations: ['input'],
  rerank: ['query', 'documents'],
};

/** The model of moderations where the client names none, as OpenAI has it. */
const DEFAULT_MODERATION = 'omni-moderation-latest';

/** Reads a one-shot task; everything but the model is the provider's to judge. */
export function decodeTask(query: Query, task: TaskName): TaskRequest {
  const body = query.body.kind === 'json' ? query.body.tree : null;
  if (!isObject(body)) throw invalid('body', 'The body must be a JSON object.');
  for (const name of REQUIRED[task] ?? []) {
    if (body[name] === undefined || body[name] === null) throw invalid(name, `${name} is missing.`);
  }
  return {
    operation: 'task',
    task,
    model: modelOf(body, task),
    stream: false,
    body,
    extensions: {},
    warnings: [],
  };
}

const modelOf = (body: TreeObject, task: TaskName): string =>
  task === 'moderations'
    ? (optionalText(body.model, 'model') ?? DEFAULT_MODERATION)
    : requiredText(body.model, 'model');
