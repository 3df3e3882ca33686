import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { ChatRequest, Part, ToolCallPart } from '../../contract/request.ts';
import type { Choice, Finish, Response } from '../../contract/response.ts';
import { isObject, SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { encodeUsage } from '../openai-shared/chat-usage.ts';
import { axonhubExtension, type Picture, pictureOf } from '../openai-shared/extension.ts';
import { encodeMarks } from './marks.ts';
import { imageItem, indexedItem, markdownImage, toolCallItem } from './pictures.ts';
import { reasoningDetail } from './reasoning-parts.ts';
import { encodeSound } from './sound.ts';
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
export const listsToolCalls = (context: ReplyContext): boolean => {
  const { image } = (context.request as ChatRequest).output;
  return image?.viaTool === true && image.declined !== true && context.shape.toolCalls;
};

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

/** What tells the message of a choice from all others, those of other requests too. */
export const uniqueName = ({ requestId }: ReplyContext, choice: number): string =>
  choice === 0 ? requestId : `${requestId}-${choice}`;

/** Writes a `chat.completion`. */
export function encodeChat(response: Response, context: ReplyContext): ClientReply {
  const choices = [response, ...(response.others ?? [])];
  const pictures = choices.flatMap(picturesOf);
  const tree: TreeObject = {
    id: `chatcmpl-${context.requestId}`,
    object: 'chat.completion',
    created: context.created,
    model: context.request.model,
    // Must be a string — @openrouter/sdk 1.3 refuses the answer otherwise, seen 2026-11
    system_fingerprint: '',
    ...ownFacts(response).top,
    choices: choices.map((choice, index) => encodeChoice(choice, index, context)),
    ...(response.usage && { usage: encodeUsage(response.usage) }),
    axonhub: axonhubExtension(context, response.warnings, pictures, response.cost),
  };
  return { status: 200, headers: {}, tree };
}

const picturesOf = ({ parts }: Choice): Picture[] =>
  parts.filter((part) => part.type === 'media').map(pictureOf);

function encodeChoice(choice: Choice, index: number, context: ReplyContext): TreeObject {
  const own = ownFacts(choice);
  const message = encodeMessage(choice, context, uniqueName(context, index));
  return {
    index,
    message: { ...message, ...own.message },
    finish_reason: message.refusal === null ? finishReason(choice.finish, context) : 'stop',
    logprobs: null,
    ...own.choice,
  };
}

function encodeMessage(choice: Choice, context: ReplyContext, unique: string): TreeObject {
  const { parts } = choice;
  const pictures = picturesOf(choice);
  const calls = parts.filter((part) => part.type === 'tool-call');
  const { kind } = context.shape;
  return {
    role: 'assistant',
    content: encodeContent(parts, pictures, context),
    ...reasoningMembers(parts, unique),
    ...soundMember(parts, context, unique),
    ...(pictures.length > 0 &&
      (kind === 'both' || kind === 'images') && {
        images: pictures.map((picture, index) => indexedItem(picture, index, context)),
      }),
    ...allCalls(calls, pictures, context),
    refusal: refusalOf(parts),
  };
}

function soundMember(parts: readonly Part[], context: ReplyContext, unique: string): TreeObject {
  const spoken = parts.find((part) => part.type === 'sound');
  return spoken ? { audio: encodeSound(spoken, context, unique) } : {};
}

/** What the model says in place of an answer. */
function refusalOf(parts: readonly Part[]): string | null {
  const said = parts.flatMap((part) => (part.type === 'text' && part.refusal ? [part.text] : []));
  return said.length > 0 ? said.join('') : null;
}

/** The text under both names clients know; with its marks in `reasoning_details`. */
function reasoningMembers(parts: readonly Part[], unique: string): TreeObject {
  const text = textOf(parts, 'reasoning');
  const thoughts = parts.filter((part) => part.type === 'reasoning');
  const details = [...thoughts.map(reasoningDetail), ...encodeMarks(parts, unique)];
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
    const isElsewhere = parts.some((part) => isSaidElsewhere(part));
    return text === '' && isElsewhere ? null : text;
  }
  if (kind === 'markdown') return markdownContent(parts, context);
  return parts.flatMap((part): Tree[] => {
    if (isRefusal(part)) return [];
    if (part.type === 'text') return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    return part.type === 'media' ? [imageItem(pictureOf(part), context)] : [];
  });
}

function markdownContent(parts: readonly Part[], context: ReplyContext): SplicedString {
  const shown = parts.flatMap((part): (string | SplicedString)[] => {
    if (isRefusal(part)) return [];
    if (part.type === 'text') return part.text === '' ? [] : [part.text];
    return part.type === 'media' ? [markdownImage(pictureOf(part), context)] : [];
  });
  const segments = shown.flatMap((each, index) => [
    ...(index > 0 ? ['\n\n'] : []),
    ...(typeof each === 'string' ? [each] : each.segments),
  ]);
  return new SplicedString(segments);
}

const isSaidElsewhere = (part: Part): boolean =>
  part.type === 'tool-call' || part.type === 'sound' || isRefusal(part);

const isRefusal = (part: Part): boolean => part.type === 'text' && part.refusal === true;

const textOf = (parts: readonly Part[], type: 'text' | 'reasoning'): string =>
  parts.reduce((text, part) => (part.type === type && !isRefusal(part) ? text + part.text : text), '');
