import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { Part } from '../../contract/request.ts';
import type { Finish, Response } from '../../contract/response.ts';
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

/** Google shows thoughts only to those who ask for them; clients that do not would print them as the answer. */
export const showsThoughts = ({ request }: ReplyContext): boolean =>
  request.operation === 'chat' && request.reasoning?.show === true;

/** Writes a `GenerateContentResponse`, or what `:countTokens` answers. */
export function encodeGemini(response: Response, context: ReplyContext): ClientReply {
  if (context.request.operation === 'task') return encodeCount(response, context);
  const parts = response.parts.flatMap((part) => encodePart(part, showsThoughts(context)));
  const pictures = response.parts.filter(isPicture).map(pictureOf);
  const tree = {
    candidates: [
      candidate(
        parts.length > 0 ? parts : [{ text: '' }],
        FINISH[response.finish],
        response.extensions.gemini,
      ),
    ],
    ...(response.usage && { usageMetadata: encodeUsage(response.usage) }),
    ...head(context),
    axonhub: axonhubExtension(context, response.warnings, pictures, response.cost),
  };
  return { status: 200, headers: {}, tree };
}

const isPicture = (part: Part) => part.type === 'media';

export const candidate = (
  parts: readonly TreeObject[],
  finishReason?: string,
  more: TreeObject = {},
): TreeObject => ({
  content: { role: 'model', parts },
  ...(finishReason !== undefined && { finishReason }),
  index: 0,
  ...more,
});

export const head = ({ request, requestId }: ReplyContext): TreeObject => ({
  modelVersion: request.model,
  responseId: requestId,
});
