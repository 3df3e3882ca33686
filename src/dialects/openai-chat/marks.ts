import type { Part } from '../../contract/request.ts';
import { asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';

type Kind = 'text' | 'media' | 'tool-call';
const KINDS: readonly string[] = ['text', 'media', 'tool-call'];

/**
 * Clients echo `reasoning_details` back unchanged; so the providers' opaque marks of texts, pictures and tool calls travel in
 * it, each under an id that says whose it is: `media-1@req_…` is that of the message's second picture.
 */
const ID = /^(text|media|tool-call)-(\d+)(?:@|$)/;

/**
 * Schema-checking clients drop formats they do not know, and take an id they saw in an earlier message for a repetition
 * — @openrouter/ai-sdk-provider 3.1, seen 2026-11
 */
export const FORMAT = 'unknown';

export const isMark = (detail: Tree): boolean =>
  member(detail, 'type') === 'reasoning.encrypted' && ID.test(asString(member(detail, 'id')) ?? '');

/** @param unique tells this message from all others, such as the request's id */
export function encodeMarks(parts: readonly Part[], unique: string): Tree[] {
  return withPlaces(parts).flatMap(({ part, place }): Tree[] =>
    place === undefined || part.signature === undefined
      ? []
      : [{ type: 'reasoning.encrypted', format: FORMAT, id: `${place}@${unique}`, data: part.signature }],
  );
}

/** Puts the marks among `details` back on their parts. */
export function withMarks(parts: readonly Part[], details: readonly Tree[]): Part[] {
  const marks = new Map(details.filter(isMark).filter(isObject).flatMap(readMark));
  if (marks.size === 0) return [...parts];
  return withPlaces(parts).map(({ part, place }) => {
    const signature = place === undefined ? undefined : marks.get(place);
    return signature === undefined ? part : { ...part, signature };
  });
}

function readMark({ id, data }: TreeObject): [place: string, signature: string][] {
  const [, kind, index] = ID.exec(asString(id) ?? '') ?? [];
  const signature = asString(data);
  return signature === undefined ? [] : [[`${kind}-${index}`, signature]];
}

/** Counts the parts of each kind. */
function withPlaces(parts: readonly Part[]): { part: Part; place: string | undefined }[] {
  const seen: { [kind in Kind]: number } = { text: 0, media: 0, 'tool-call': 0 };
  return parts.map((part) => {
    if (!KINDS.includes(part.type)) return { part, place: undefined };
    const kind = part.type as Kind;
    const place = `${kind}-${seen[kind]}`;
    seen[kind] += 1;
    return { part, place };
  });
}
