import { parseBase64 } from '../../contract/inline.ts';
import type { MediaPart } from '../../contract/request.ts';
import { asString, member, SplicedString, type Tree } from '../../contract/tree.ts';

/** An element of `data`, or a stream's `completed` or `partial_image` event. */
export function readImageItem(item: Tree): MediaPart | undefined {
  const base64 = member(item, 'b64_json');
  const inline =
    typeof base64 === 'string' || base64 instanceof SplicedString ? parseBase64(base64) : undefined;
  const url = asString(member(item, 'url'));
  const revisedPrompt = asString(member(item, 'revised_prompt'));
  const extra = revisedPrompt ? { revisedPrompt } : {};
  if (inline) return { type: 'media', media: { from: 'inline', payload: inline.payload }, ...extra };
  return url ? { type: 'media', media: { from: 'url', url }, ...extra } : undefined;
}
