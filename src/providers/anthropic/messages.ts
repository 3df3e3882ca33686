import { GatewayError } from '../../contract/error.ts';
import type { MediaPart, Message, Part } from '../../contract/request.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { imageType } from '../../lib/image-type.ts';
import { isMedia, textOf } from '../openai-compatible/messages.ts';

/** Turns as the Messages API wants them: system text apart, pictures of assistant turns in the user turn that follows. */
export function encodeMessages(messages: readonly Message[]): { system?: string; messages: Tree[] } {
  const turns: TreeObject[] = [];
  let drawn: readonly MediaPart[] = [];
  for (const { role, parts } of messages) {
    if (role === 'user') {
      push(turns, role, [...drawn, ...parts]);
      drawn = [];
    } else if (role === 'assistant') {
      push(
        turns,
        role,
        parts.filter((part) => part.type === 'text'),
      );
      drawn = [...drawn, ...parts.filter(isMedia)];
    }
  }
  push(turns, 'user', drawn);
  const system = messages.filter(({ role }) => role === 'system').map(({ parts }) => textOf(parts));
  return { ...(system.length > 0 && { system: system.join('\n\n') }), messages: turns };
}

/** quirk(anthropic): a turn without content is refused, and so is an empty text block. — Messages API reference, seen 2026-11 */
function push(turns: TreeObject[], role: string, parts: readonly Part[]): void {
  const content = parts.flatMap(encodePart);
  if (content.length > 0) turns.push({ role, content });
}

function encodePart(part: Part): TreeObject[] {
  if (part.type === 'text') return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text }];
  return part.type === 'media' ? [{ type: 'image', source: encodeSource(part) }] : [];
}

/** quirk(anthropic): a media type that does not fit the bytes is refused, so it is read from them. — Messages API errors, seen 2026-11 */
function encodeSource({ media }: MediaPart): TreeObject {
  if (media.from === 'url') return { type: 'url', url: media.url };
  if (media.from !== 'inline')
    throw new GatewayError('internal', 'A picture was not loaded before it was sent.');
  const media_type = imageType(media.payload.head) ?? media.declared ?? 'image/png';
  return { type: 'base64', media_type, data: SplicedString.of('', media.payload) };
}
