import { GatewayError } from '../../contract/error.ts';
import type { FilePart, MediaPart, Part, ReasoningPart, Warning } from '../../contract/request.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { mediaTypeOf } from './media-type.ts';
import { argumentsOf, encodeResult, isMedia } from './tool-result.ts';

export type Role = 'user' | 'model';

/** A part and the turn it belongs to. */
export interface Placed {
  readonly role: Role;
  readonly part: TreeObject;
}

/** What is known of the conversation while its parts are encoded. */
export interface PartRules {
  /** Pictures of the model's own turns must carry its signature. */
  readonly signedPictures: boolean;
  /** Pictures of a tool's result stand inside of it. */
  readonly nestedResults: boolean;
  /** Files may be named by any link. */
  readonly takesLinks: boolean;
  /** Names of the tools called, by the call's id. */
  readonly names: ReadonlyMap<string, string>;
  readonly warnings: Warning[];
}

export function placePart(part: Part, role: Role, field: string, rules: PartRules): Placed[] {
  switch (part.type) {
    case 'text':
      return part.text === '' && part.signature === undefined
        ? []
        : [{ role, part: signed({ text: part.text }, role, part.signature) }];
    case 'media':
      return [placeMedia(part, role, field, rules)];
    case 'file':
      return encodeFile(part, field, rules).map((each) => ({ role, part: each }));
    case 'tool-call': {
      const functionCall = { id: part.id, name: part.name, args: argumentsOf(part.arguments) };
      return [{ role: 'model', part: signed({ functionCall }, 'model', part.signature) }];
    }
    case 'tool-result': {
      const media = part.parts.filter(isMedia).flatMap((inner) => encodeMedia(inner, field, rules));
      const name = part.name ?? rules.names.get(part.id) ?? part.id;
      const nested = rules.nestedResults;
      return encodeResult(part, name, media, { nested }).map((each) => ({ role: 'user', part: each }));
    }
    case 'reasoning':
      return placeThought(part);
    // Only answers have it.
    case 'sound':
      return [];
  }
}

/** Thought summaries are for the reader; the model's own memory of them is in the signatures. */
function placeThought({ text, signature }: ReasoningPart): Placed[] {
  if (signature === undefined) return [];
  return [{ role: 'model', part: { text, thought: true, thoughtSignature: signature } }];
}

function placeMedia(part: MediaPart, role: Role, field: string, rules: PartRules): Placed {
  // quirk(gemini): Gemini 3 refuses a model turn's picture without its signature; shown by the user it is welcome — chat-image-conventions.md §7, seen 2026-11
  const place = rules.signedPictures && part.signature === undefined ? 'user' : role;
  return { role: place, part: signed(encodePicture(part, field), place, part.signature) };
}

const encodeMedia = (part: MediaPart | FilePart, field: string, rules: PartRules): TreeObject[] =>
  part.type === 'media' ? [encodePicture(part, field)] : encodeFile(part, field, rules);

function encodePicture(part: MediaPart, field: string): TreeObject {
  if (part.media.from !== 'inline') {
    throw new GatewayError('internal', 'The picture could not be read.', { field: part.field ?? field });
  }
  const { payload } = part.media;
  return { inlineData: { mimeType: mediaTypeOf(payload.head), data: SplicedString.of('', payload) } };
}

/** quirk(gemini): `fileUri` takes Google's own stores and YouTube, no link from elsewhere — gemini-images.md §3, seen 2026-11 */
const GOOGLES_OWN = /^gs:|^https:\/\/(generativelanguage\.googleapis\.com|(www\.)?youtube\.com|youtu\.be)\//;

/** A document or sound. */
function encodeFile({ media, mediaType, ...part }: FilePart, field: string, rules: PartRules): TreeObject[] {
  const mimeType = mediaType === '' ? {} : { mimeType: mediaType };
  if (media.from === 'inline') {
    return [{ inlineData: { ...mimeType, data: SplicedString.of('', media.payload) } }];
  }
  if (media.from === 'url' && (rules.takesLinks || GOOGLES_OWN.test(media.url))) {
    return [{ fileData: { fileUri: media.url, ...mimeType } }];
  }
  const detail = 'Gemini takes files inline, not by link or id.';
  rules.warnings.push({ kind: 'ignored', field: part.field ?? field, detail });
  return [];
}

const signed = (part: TreeObject, role: Role, thoughtSignature: string | undefined): TreeObject =>
  role === 'model' && thoughtSignature !== undefined ? { ...part, thoughtSignature } : part;
