import { GatewayError } from '../../contract/error.ts';
import { parseBase64 } from '../../contract/inline.ts';
import type { MediaPart } from '../../contract/request.ts';
import { isObject, SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { decodeError } from './errors.ts';

export function inlinePicture(base64: Tree | undefined): MediaPart | undefined {
  if (typeof base64 !== 'string' && !(base64 instanceof SplicedString)) return undefined;
  const inline = parseBase64(base64);
  return inline && { type: 'media', media: { from: 'inline', payload: inline.payload } };
}

/** quirk(openai): a refusal of the drawing can be a failed item inside a 200. — responses spec §4, seen 2026-11 */
export function failedDrawing(item: TreeObject): GatewayError {
  if (isObject(item.error)) {
    const error = decodeError({ status: 200, headers: {}, tree: { error: item.error } });
    if (error.code !== 'upstream_error') return error;
  }
  return new GatewayError('no_image', 'The upstream could not draw the picture.');
}
