import { GatewayError } from '../../contract/error.ts';
import type { ChatRequest, MediaPart, Message, Part, Warning } from '../../contract/request.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { mediaTypeOf } from './media-type.ts';

export interface Contents {
  readonly contents: readonly TreeObject[];
  readonly systemInstruction?: TreeObject;
  readonly warnings: readonly Warning[];
}

export interface ContentRules {
  /** Put system text at the head of the first user turn instead of into `systemInstruction`. */
  readonly foldSystem: boolean;
  /** Pictures of the model's own turns must carry its signature. */
  readonly signedPictures: boolean;
}

type Role = 'user' | 'model';
interface Placed {
  readonly role: Role;
  readonly part: TreeObject;
}

/** The conversation in Gemini's words: turns of `user` and `model`, equal neighbours joined. */
export function encodeContents(request: ChatRequest, rules: ContentRules): Contents {
  const warnings: Warning[] = [];
  const system = request.messages
    .filter((message) => message.role === 'system')
    .map(textOf)
    .filter(Boolean);
  const placed = request.messages.flatMap((message, index) =>
    message.role === 'system' ? [] : placeMessage(message, `messages[${index}]`, rules, warnings),
  );
  const instruction = system.map((text): TreeObject => ({ text }));
  if (instruction.length > 0 && (rules.foldSystem || placed.length === 0)) {
    const folded = instruction.map((part): Placed => ({ role: 'user', part }));
    return { contents: joinTurns([...folded, ...placed]), warnings };
  }
  const contents = joinTurns(placed);
  return instruction.length > 0
    ? { contents, systemInstruction: { parts: instruction }, warnings }
    : { contents, warnings };
}

const textOf = (message: Message): string =>
  message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

function placeMessage(message: Message, field: string, rules: ContentRules, warnings: Warning[]): Placed[] {
  const role = message.role === 'assistant' ? 'model' : 'user';
  return message.parts.flatMap((part) => placePart(part, role, field, rules, warnings));
}

function placePart(
  part: Part,
  role: Role,
  field: string,
  rules: ContentRules,
  warnings: Warning[],
): Placed[] {
  switch (part.type) {
    case 'text':
      return part.text === '' && part.signature === undefined
        ? []
        : [{ role, part: signed({ text: part.text }, role, part.signature) }];
    case 'media':
      return [placeMedia(part, role, field, rules)];
    case 'tool-result':
      return part.parts.flatMap((inner) => placePart(inner, 'user', field, rules, warnings));
    case 'file':
      warnings.push({ kind: 'ignored', field: part.field ?? field, detail: 'Files are not sent to Gemini yet.' });
      return [];
    case 'tool-call':
      warnings.push({ kind: 'ignored', field, detail: 'Tool calls are not sent to Gemini yet.' });
      return [];
    case 'reasoning':
      // Thought summaries are for the reader; the model's own memory of them is in the signatures.
      return [];
  }
}

function placeMedia(part: MediaPart, role: Role, field: string, rules: ContentRules): Placed {
  if (part.media.from !== 'inline') {
    // quirk(gemini): fileUri takes Files API names only, never a link — gemini-images.md §3, seen 2026-11
    throw new GatewayError('internal', 'The picture could not be read.', { field: part.field ?? field });
  }
  const { payload } = part.media;
  const data = SplicedString.of('', payload);
  const picture: TreeObject = { inlineData: { mimeType: mediaTypeOf(payload.head), data } };
  // quirk(gemini): Gemini 3 refuses a model turn's picture without its signature; shown by the user it is welcome — chat-image-conventions.md §7, seen 2026-11
  const place = rules.signedPictures && part.signature === undefined ? 'user' : role;
  return { role: place, part: signed(picture, place, part.signature) };
}

const signed = (part: TreeObject, role: Role, thoughtSignature: string | undefined): TreeObject =>
  role === 'model' && thoughtSignature !== undefined ? { ...part, thoughtSignature } : part;

function joinTurns(placed: readonly Placed[]): TreeObject[] {
  const turns: { role: Role; parts: TreeObject[] }[] = [];
  for (const { role, part } of placed) {
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(part);
    else turns.push({ role, parts: [part] });
  }
  return turns.map(({ role, parts }) => ({ role, parts }));
}
