import type { Exchange } from '../../contract/provider.ts';
import type { TaskJob } from '../../contract/request.ts';
import { isObject, type TreeObject } from '../../contract/tree.ts';
import { bareName, modelPath } from './path.ts';
import { taskAnswer } from './task-answer.ts';

/** `:countTokens`, asked in Gemini's own format: the body goes on, with the model's upstream name where it is repeated. */
export const countTokens: Exchange<TaskJob> = {
  kind: 'exchange',
  encode: ({ request }, { model }) => ({
    call: {
      method: 'POST',
      path: modelPath(model, 'countTokens'),
      body: { kind: 'json', tree: withModel(request.body, `models/${bareName(model)}`) },
    },
    warnings: [],
  }),
  decode: ({ tree }, _job, { model }) => taskAnswer(model, isObject(tree) ? tree : {}),
};

/** A whole request must name the model once more. */
function withModel({ model: _, ...body }: TreeObject, model: string): TreeObject {
  const { generateContentRequest, generate_content_request, ...rest } = body;
  const asked = generateContentRequest ?? generate_content_request;
  return isObject(asked) ? { ...rest, generateContentRequest: { ...asked, model } } : rest;
}
