import { GatewayError } from '../../contract/error.ts';
import type { MediaPart, Message, Part, ToolCallPart, ToolResultPart } from '../../contract/request.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { imageType } from '../../lib/image-type.ts';

/** Turns as chat completions want them. Reasoning is left out: upstreams refuse or ignore it in history. */
export function encodeMessages(
  messages: readonly Message[],
  assistantExtras: (message: Message) => TreeObject = () => ({}),
): Tree[] {
  const encoded: TreeObject[] = [];
  let drawn: readonly MediaPart[] = [];
  for (const message of messages) {
    if (message.role === 'user') {
      encoded.push({ role: 'user', content: encodeContent([...drawn, ...message.parts]) });
      drawn = [];
    } else if (message.role === 'assistant') {
      encoded.push(...encodeAssistant(message, assistantExtras(message)));
      drawn = [...drawn, ...message.parts.filter(isMedia)];
    } else {
      encoded.push(...encodePlain(message));
    }
  }
  if (drawn.length > 0) encoded.push({ role: 'user', content: encodeContent(drawn) });
  return encoded;
}

/** A picture as the URL that chat completions and the Responses API take: its own, or a data URL. */
export function pictureUrl(part: MediaPart): string | SplicedString {
  const { media } = part;
  if (media.from === 'url') return media.url;
  if (media.from !== 'inline')
    throw new GatewayError('internal', 'A picture was not loaded before it was sent.');
  const type = imageType(media.payload.head) ?? media.declared ?? 'image/png';
  return SplicedString.of(`data:${type};base64,`, media.payload);
}

export const isMedia = (part: Part): part is MediaPart => part.type === 'media';

export const textOf = (parts: readonly Part[]): string =>
  parts
    .filter((part) => part.type === 'text')
    .map((part) => part.text)
    .join('');

/**
 * quirk(openai): an assistant turn takes no pictures, so what the model drew goes into the user turn that follows;
 * a turn that was nothing but pictures disappears, unless the upstream has more to be told about it. — npm openai 7.57 types, seen 2026-11
 */
function encodeAssistant(message: Message, extras: TreeObject): TreeObject[] {
  const text = textOf(message.parts);
  const calls = message.parts.filter((part) => part.type === 'tool-call');
  const silent = text === '' && calls.length === 0 && Object.keys(extras).length === 0;
  if (silent && message.parts.some(isMedia)) return [];
  return [
    {
      role: 'assistant',
      content: text === '' && calls.length > 0 ? null : text,
      ...(calls.length > 0 && { tool_calls: calls.map(encodeCall) }),
      ...extras,
    },
  ];
}

const encodeCall = (call: ToolCallPart): TreeObject => ({
  id: call.id,
  type: 'function',
  function: { name: call.name, arguments: call.arguments },
});

/** System turns, and tool turns with one message per result. */
function encodePlain(message: Message): TreeObject[] {
  if (message.role === 'system') return [{ role: 'system', content: textOf(message.parts) }];
  const results = message.parts.filter((part): part is ToolResultPart => part.type === 'tool-result');
  return results.map(({ id, parts }) => ({ role: 'tool', tool_call_id: id, content: textOf(parts) }));
}

/** A string where it is all text: the only form that every upstream takes. */
function encodeContent(parts: readonly Part[]): Tree {
  if (parts.every((part) => part.type === 'text')) return parts.map((part) => part.text).join('\n');
  return parts.flatMap(encodePart);
}

function encodePart(part: Part): Tree[] {
  if (part.type === 'text') return [{ type: 'text', text: part.text }];
  if (part.type !== 'media') return [];
  return [{ type: 'image_url', image_url: { url: pictureUrl(part), detail: part.detail } }];
}
