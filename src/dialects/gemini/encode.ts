import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { Part } from '../../contract/request.ts';
import type { Choice, Finish, Response } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { axonhubExtension, pictureOf } from '../openai-shared/extension.ts';
import { encodePart } from './answer-parts.ts';
import { encodeCount } from './count-tokens.ts';
import { encodeUsage } from './usage.ts';

export const FINISH: { readonly [finish in Finish]: string } = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
};

/** Writes a `GenerateContentResponse`, or what `:countTokens` answers. */
export function encodeGemini(response: Response, context: ReplyContext): ClientReply {
  if (context.request.operation === 'task') return encodeCount(response, context);
  const choices = [response, ...(response.others ?? [])];
  const pictures = choices.flatMap(({ parts }) => parts.filter(isPicture)).map(pictureOf);
  const tree = {
    candidates: choices.map((choice, index) => wholeCandidate(choice, index, context)),
    ...(response.usage && { usageMetadata: encodeUsage(response.usage) }),
    ...head(context),
    axonhub: axonhubExtension(context, response.warnings, pictures, response.cost),
  };
  return { status: 200, headers: {}, tree };
}

function wholeCandidate(choice: Choice, index: number, context: ReplyContext): TreeObject {
  const parts = choice.parts.flatMap((part) => encodePart(part, context));
  const end = { finishReason: FINISH[choice.finish], ...choice.extensions.gemini };
  return candidate(index, parts.length > 0 ? parts : [{ text: '' }], end);
}

const isPicture = (part: Part) => part.type === 'media';

export const candidate = (
  index: number,
  parts: readonly TreeObject[],
  { finishReason, ...more }: TreeObject = {},
): TreeObject => ({
  content: { role: 'model', parts },
  ...(finishReason !== undefined && { finishReason }),
  index,
  ...more,
});

export const head = ({ request, requestId }: ReplyContext): TreeObject => ({
  modelVersion: request.model,
  responseId: requestId,
});
