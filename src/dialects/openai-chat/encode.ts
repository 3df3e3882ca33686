import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { ChatRequest, Part, ToolCallPart } from '../../contract/request.ts';
import type { Finish, Response } from '../../contract/response.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { axonhubExtension, type Picture, pictureOf } from '../openai-shared/extension.ts';
import { imageItem, indexedItem, markdownImage, reasoningDetails, toolCallItem } from './pictures.ts';
import { encodeUsage } from './usage.ts';

export const FINISH: { readonly [finish in Finish]: string } = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};

/** Whether this answer lists its pictures as `tool_calls` of the type image_generation too (M2). */
export const listsToolCalls = (context: ReplyContext): boolean =>
  (context.request as ChatRequest).output.image?.viaTool === true && context.shape.toolCalls;

/** Writes a `chat.completion`. */
export function encodeChat(response: Response, context: ReplyContext): ClientReply {
  const pictures = response.parts.filter((part) => part.type === 'media').map(pictureOf);
  const tree: TreeObject = {
    id: `chatcmpl-${context.requestId}`,
    object: 'chat.completion',
    created: context.created,
    model: context.request.model,
    // Must be a string — @openrouter/sdk 1.3 refuses the answer otherwise, seen 2026-11
    system_fingerprint: '',
    choices: [
      {
        index: 0,
        message: encodeMessage(response.parts, pictures, context),
        finish_reason: FINISH[response.finish],
        logprobs: null,
      },
    ],
    ...(response.usage && { usage: encodeUsage(response.usage) }),
    axonhub: axonhubExtension(context, response.warnings, pictures),
  };
  return { status: 200, headers: {}, tree };
}

function encodeMessage(
  parts: readonly Part[],
  pictures: readonly Picture[],
  context: ReplyContext,
): TreeObject {
  const reasoning = textOf(parts, 'reasoning');
  const details = reasoningDetails(parts);
  const calls = parts.filter((part) => part.type === 'tool-call').map(functionCall);
  const drawn = listsToolCalls(context) ? pictures.map(toolCallItem) : [];
  const { kind } = context.shape;
  return {
    role: 'assistant',
    content: encodeContent(parts, pictures, context),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(details.length > 0 && { reasoning_details: details }),
    ...(pictures.length > 0 &&
      (kind === 'both' || kind === 'images') && {
        images: pictures.map((picture, index) => indexedItem(picture, index, context)),
      }),
    ...(calls.length + drawn.length > 0 && { tool_calls: [...calls, ...drawn] }),
    refusal: null,
  };
}

/** A string wherever it can be one: an array only where pictures must stand in it. */
function encodeContent(parts: readonly Part[], pictures: readonly Picture[], context: ReplyContext): Tree {
  const { kind } = context.shape;
  if (pictures.length === 0 || kind === 'images') {
    const text = textOf(parts, 'text');
    return text === '' && parts.some((part) => part.type === 'tool-call') ? null : text;
  }
  if (kind === 'markdown') return markdownContent(parts, context);
  return parts.flatMap((part): Tree[] => {
    if (part.type === 'text') return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    return part.type === 'media' ? [imageItem(pictureOf(part), context)] : [];
  });
}

function markdownContent(parts: readonly Part[], context: ReplyContext): SplicedString {
  const shown = parts.flatMap((part): (string | SplicedString)[] => {
    if (part.type === 'text') return part.text === '' ? [] : [part.text];
    return part.type === 'media' ? [markdownImage(pictureOf(part), context)] : [];
  });
  const segments = shown.flatMap((each, index) => [
    ...(index > 0 ? ['\n\n'] : []),
    ...(typeof each === 'string' ? [each] : each.segments),
  ]);
  return new SplicedString(segments);
}

const textOf = (parts: readonly Part[], type: 'text' | 'reasoning'): string =>
  parts.reduce((text, part) => (part.type === type ? text + part.text : text), '');

const functionCall = (call: ToolCallPart, index: number): TreeObject => ({
  index,
  id: call.id,
  type: 'function',
  function: { name: call.name, arguments: call.arguments },
});
