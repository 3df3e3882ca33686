import type { MediaPart, Message, Part } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { isMedia, pictureUrl, textOf } from '../openai-compatible/messages.ts';

/**
 * Turns as `input` items of the Responses API. Pictures of assistant turns go into the user turn that follows:
 * their ids mean nothing to an upstream that stores nothing. — responses spec §3, seen 2026-11
 */
export function encodeInput(messages: readonly Message[]): Tree[] {
  const items: TreeObject[] = [];
  let drawn: readonly MediaPart[] = [];
  for (const { role, parts } of messages) {
    if (role === 'user') {
      items.push({ role, content: encodeContent([...drawn, ...parts]) });
      drawn = [];
    } else if (role === 'assistant') {
      if (textOf(parts) !== '') items.push({ role, content: [{ type: 'output_text', text: textOf(parts) }] });
      drawn = [...drawn, ...parts.filter(isMedia)];
    } else if (role === 'system') {
      items.push({ role, content: [{ type: 'input_text', text: textOf(parts) }] });
    }
  }
  if (drawn.length > 0) items.push({ role: 'user', content: encodeContent(drawn) });
  return items;
}

const encodeContent = (parts: readonly Part[]): Tree[] => parts.flatMap(encodePart);

function encodePart(part: Part): Tree[] {
  if (part.type === 'text') return [{ type: 'input_text', text: part.text }];
  if (part.type !== 'media') return [];
  return [{ type: 'input_image', image_url: pictureUrl(part), detail: part.detail }];
}
