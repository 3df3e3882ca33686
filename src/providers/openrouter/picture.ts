import { parseInline } from '../../contract/inline.ts';
import type { MediaPart } from '../../contract/request.ts';
import { asString, member, SplicedString, type Tree } from '../../contract/tree.ts';

/** The picture in `{b64_json, media_type}`; undefined when there is none. */
export function pictureOf(item: Tree): MediaPart | undefined {
  const base64 = member(item, 'b64_json');
  const inline =
    typeof base64 === 'string' || base64 instanceof SplicedString ? parseInline(base64) : undefined;
  if (!inline) return undefined;
  const declared = asString(member(item, 'media_type')) ?? inline.mediaType;
  const media = { from: 'inline', payload: inline.payload, ...(declared && { declared }) } as const;
  return { type: 'media', media };
}
