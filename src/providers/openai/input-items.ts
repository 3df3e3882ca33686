import type { FilePart, MediaPart, Message, Part, ToolResultPart, Warning } from '../../contract/request.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { ignored } from '../openai-compatible/body.ts';
import { isMedia, pictureUrl, textOf } from '../openai-compatible/messages.ts';

export interface EncodedInput {
  readonly items: readonly Tree[];
  /** What of the turns has no place in an item. */
  readonly warnings: readonly Warning[];
}

/**
 * Turns as `input` items of the Responses API. Pictures of assistant turns go into the user turn that follows:
 * their ids mean nothing to an upstream that stores nothing. — responses spec §3, seen 2026-11
 */
export function encodeInput(messages: readonly Message[]): EncodedInput {
  const items: TreeObject[] = [];
  let drawn: readonly MediaPart[] = [];
  for (const { role, parts } of messages) {
    if (role === 'user') {
      items.push({ role, content: encodeContent([...drawn, ...parts]) });
      drawn = [];
    } else if (role === 'assistant') {
      for (const item of encodeAssistant(parts)) items.push(item);
      drawn = [...drawn, ...parts.filter(isMedia)];
    } else if (role === 'system') {
      items.push({ role, content: [{ type: 'input_text', text: textOf(parts) }] });
    } else {
      for (const result of parts.filter(isResult)) items.push(encodeResult(result));
    }
  }
  if (drawn.length > 0) items.push({ role: 'user', content: encodeContent(drawn) });
  return { items, warnings: messages.flatMap(({ parts }) => parts.flatMap(lost)) };
}

const isResult = (part: Part): part is ToolResultPart => part.type === 'tool-result';

/** What the model said, thought and called, in its order; words that follow each other are one message. */
function encodeAssistant(parts: readonly Part[]): TreeObject[] {
  const items: TreeObject[] = [];
  let words = '';
  const flush = (): void => {
    if (words !== '') items.push({ role: 'assistant', content: [{ type: 'output_text', text: words }] });
    words = '';
  };
  for (const part of parts) {
    if (part.type === 'text') words += part.text;
    if (part.type !== 'reasoning' && part.type !== 'tool-call') continue;
    flush();
    if (part.type === 'reasoning') items.push(...encodeReasoning(part.text, part.signature));
    else {
      const { id: call_id, name, arguments: text } = part;
      items.push({ type: 'function_call', call_id, name, arguments: text });
    }
  }
  flush();
  return items;
}

/**
 * Only encrypted reasoning means something to the model.
 * quirk(openai): it is checked against the item's id where that is sent, so it is not: ids of this gateway's answers are its
 * own. Codex sends none either. — Codex CLI's requests, seen 2026-11
 */
const encodeReasoning = (text: string, encrypted: string | undefined): TreeObject[] =>
  encrypted === undefined
    ? []
    : [
        {
          type: 'reasoning',
          summary: text === '' ? [] : [{ type: 'summary_text', text }],
          encrypted_content: encrypted,
        },
      ];

/** A string where it is all text. */
function encodeResult({ id, parts }: ToolResultPart): TreeObject {
  const isText = parts.every((part) => part.type === 'text');
  return { type: 'function_call_output', call_id: id, output: isText ? textOf(parts) : encodeContent(parts) };
}

const encodeContent = (parts: readonly Part[]): Tree[] => parts.flatMap(encodePart);

function encodePart(part: Part): Tree[] {
  if (part.type === 'text') return [{ type: 'input_text', text: part.text }];
  if (part.type === 'file') return isAudio(part) ? [] : [encodeFile(part)];
  if (part.type !== 'media') return [];
  return [{ type: 'input_image', image_url: pictureUrl(part), detail: part.detail }];
}

function encodeFile({ media, mediaType, name = 'file.pdf' }: FilePart): TreeObject {
  if (media.from === 'url') return { type: 'input_file', file_url: media.url };
  if (media.from !== 'inline') throw new TypeError('a file was not loaded before it was sent');
  const file_data = SplicedString.of(`data:${mediaType};base64,`, media.payload);
  return { type: 'input_file', filename: name, file_data };
}

/** quirk(openai): the Responses API takes no sound. — npm openai 7.57 `ResponseInputContent`, seen 2026-11 */
const isAudio = (part: Part): boolean => part.type === 'file' && part.mediaType.startsWith('audio/');

function lost(part: Part): Warning[] {
  if (part.type === 'tool-result') return part.parts.flatMap(lost);
  if (part.type !== 'file' || !isAudio(part)) return [];
  return [ignored(part.field ?? 'messages', "OpenAI's Responses API takes no sound.")];
}
