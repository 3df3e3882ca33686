import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { ChatRequest, Part, ToolCallPart } from '../../contract/request.ts';
import type { Finish, Response } from '../../contract/response.ts';
import { isObject, SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { encodeUsage } from '../openai-shared/chat-usage.ts';
import { axonhubExtension, type Picture, pictureOf } from '../openai-shared/extension.ts';
import { encodeMarks } from './marks.ts';
import { imageItem, indexedItem, markdownImage, toolCallItem } from './pictures.ts';
import { reasoningDetail } from './reasoning-parts.ts';
import { callMembers, readsFunctionCall } from './tool-calls.ts';

const FINISH: { readonly [finish in Finish]: string } = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};

export const finishReason = (finish: Finish, context: ReplyContext): string =>
  finish === 'tool-calls' && readsFunctionCall(context) ? 'function_call' : FINISH[finish];

/** Whether this answer lists its pictures as `tool_calls` of the type image_generation too (M2). */
export const listsToolCalls = (context: ReplyContext): boolean =>
  (context.request as ChatRequest).output.image?.viaTool === true && context.shape.toolCalls;

/** What an upstream of this format said that only this format has, by the place where it stands. */
export const ownFacts = ({ extensions }: { readonly extensions?: Response['extensions'] }): OwnFacts => {
  const { message, choice, ...top } = extensions?.['openai-chat'] ?? {};
  return { top, message: isObject(message) ? message : {}, choice: isObject(choice) ? choice : {} };
};

interface OwnFacts {
  readonly top: TreeObject;
  readonly message: TreeObject;
  readonly choice: TreeObject;
}

/** Writes a `chat.completion`. */
export function encodeChat(response: Response, context: ReplyContext): ClientReply {
  const pictures = response.parts.filter((part) => part.type === 'media').map(pictureOf);
  const own = ownFacts(response);
  const message = encodeMessage(response.parts, pictures, context);
  const refused = own.message.refusal !== undefined && own.message.refusal === message.content;
  const tree: TreeObject = {
    id: `chatcmpl-${context.requestId}`,
    object: 'chat.completion',
    created: context.created,
    model: context.request.model,
    // Must be a string — @openrouter/sdk 1.3 refuses the answer otherwise, seen 2026-11
    system_fingerprint: '',
    ...own.top,
    choices: [
      {
        index: 0,
        message: { ...message, ...own.message, ...(refused && { content: null }) },
        finish_reason: refused ? 'stop' : finishReason(response.finish, context),
        logprobs: null,
        ...own.choice,
      },
    ],
    ...(response.usage && { usage: encodeUsage(response.usage) }),
    axonhub: axonhubExtension(context, response.warnings, pictures, response.cost),
  };
  return { status: 200, headers: {}, tree };
}

function encodeMessage(
  parts: readonly Part[],
  pictures: readonly Picture[],
  context: ReplyContext,
): TreeObject {
  const calls = parts.filter((part) => part.type === 'tool-call');
  const { kind } = context.shape;
  return {
    role: 'assistant',
    content: encodeContent(parts, pictures, context),
    ...reasoningMembers(parts, context),
    ...(pictures.length > 0 &&
      (kind === 'both' || kind === 'images') && {
        images: pictures.map((picture, index) => indexedItem(picture, index, context)),
      }),
    ...allCalls(calls, pictures, context),
    refusal: null,
  };
}

/** The text under both names clients know; with its marks in `reasoning_details`. */
function reasoningMembers(parts: readonly Part[], context: ReplyContext): TreeObject {
  const text = textOf(parts, 'reasoning');
  const thoughts = parts.filter((part) => part.type === 'reasoning');
  const details = [...thoughts.map(reasoningDetail), ...encodeMarks(parts, context.requestId)];
  return {
    ...(text !== '' && { reasoning_content: text, reasoning: text }),
    ...(details.length > 0 && { reasoning_details: details }),
  };
}

function allCalls(
  calls: readonly ToolCallPart[],
  pictures: readonly Picture[],
  context: ReplyContext,
): TreeObject {
  const members = callMembers(calls, context);
  if (!listsToolCalls(context) || pictures.length === 0) return members;
  const drawn = pictures.map((picture, index) => ({
    ...toolCallItem(picture, index, context),
    index: calls.length + index,
  }));
  const called = Array.isArray(members.tool_calls) ? members.tool_calls : [];
  return { ...members, tool_calls: [...called, ...drawn] };
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
