import { GatewayError, invalid } from '../../contract/error.ts';
import type { MediaRef } from '../../contract/image.ts';
import type {
  FilePart,
  MediaPart,
  Part,
  ReasoningPart,
  ToolCallPart,
  ToolResultPart,
} from '../../contract/request.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { imageType } from '../../lib/image-type.ts';
import { sha256 } from '../../lib/sha256.ts';

/** A part as content blocks, with its cache marker. */
export function encodePart(part: Part): TreeObject[] {
  const blocks = unmarked(part);
  const markable = part.type !== 'reasoning' && part.cache !== undefined;
  return markable ? blocks.map((block) => ({ ...block, cache_control: part.cache })) : blocks;
}

/** quirk(anthropic): an empty text block is refused. — Messages API reference, seen 2026-11 */
function unmarked(part: Part): TreeObject[] {
  switch (part.type) {
    case 'text':
      return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text }];
    case 'media':
      return [{ type: 'image', source: pictureSource(part) }];
    case 'file':
      return [fileBlock(part)];
    case 'reasoning':
      return thinkingBlock(part);
    // Only answers have it.
    case 'sound':
      return [];
    case 'tool-call':
      return [toolUse(part)];
    case 'tool-result':
      return [toolResult(part)];
  }
}

/** quirk(anthropic): a media type that does not fit the bytes is refused, so it is read from them. — Messages API errors, seen 2026-11 */
function pictureSource({ media }: MediaPart): TreeObject {
  if (media.from === 'url') return { type: 'url', url: media.url };
  if (media.from !== 'inline')
    throw new GatewayError('internal', 'A picture was not loaded before it was sent.');
  const media_type = imageType(media.payload.head) ?? media.declared ?? 'image/png';
  return { type: 'base64', media_type, data: SplicedString.of('', media.payload) };
}

/** quirk(anthropic): documents are PDF or plain text. — npm @anthropic-ai/sdk 1.12 types, seen 2026-11 */
function fileBlock({ media, mediaType, name, field = 'messages' }: FilePart): TreeObject {
  const source = fileSource(media, mediaType, field);
  return { type: 'document', source, ...(name !== undefined && { title: name }) };
}

function fileSource(media: MediaRef, mediaType: string, field: string): TreeObject {
  if (media.from === 'url') return { type: 'url', url: media.url };
  if (media.from === 'stored') return { type: 'file', file_id: media.id };
  if (media.from !== 'inline')
    throw new GatewayError('internal', 'A file was not loaded before it was sent.');
  const { payload } = media;
  if (mediaType === 'application/pdf') {
    return { type: 'base64', media_type: mediaType, data: SplicedString.of('', payload) };
  }
  if (mediaType.startsWith('text/') && payload.bytes) {
    return { type: 'text', media_type: 'text/plain', data: Buffer.from(payload.bytes).toString('utf8') };
  }
  throw invalid(field, `Claude reads PDF and text files; ${field} is ${mediaType.slice(0, 80)}.`);
}

/** Thinking that Claude did not sign is refused, and nobody else's helps it. */
function thinkingBlock({ text, signature, redacted }: ReasoningPart): TreeObject[] {
  if (!signature) return [];
  return [
    redacted
      ? { type: 'redacted_thinking', data: signature }
      : { type: 'thinking', thinking: text, signature },
  ];
}

const toolUse = ({ id, name, arguments: text }: ToolCallPart): TreeObject => ({
  type: 'tool_use',
  id: toolId(id),
  name,
  input: parseInput(text),
});

function toolResult({ id, parts, failed }: ToolResultPart): TreeObject {
  const content = parts.flatMap(encodePart);
  return {
    type: 'tool_result',
    tool_use_id: toolId(id),
    ...(content.length > 0 && { content }),
    ...(failed && { is_error: true }),
  };
}

/** quirk(anthropic): ids other than `^[a-zA-Z0-9_-]+$` are refused; other providers use dots and colons. — Messages API errors, seen 2026-11 */
const toolId = (id: string): string => (/^[\w-]+$/.test(id) ? id : `toolu_${sha256(id).slice(0, 24)}`);

/** Arguments must be an object; what another model wrote and is none stays readable. */
function parseInput(text: string): TreeObject {
  if (text.trim() === '') return {};
  try {
    const input: unknown = JSON.parse(text);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as TreeObject;
  } catch {
    // Falls through: models do write broken JSON.
  }
  return { arguments: text };
}
