import { invalid } from '../../contract/error.ts';
import type { MediaRef } from '../../contract/image.ts';
import { parseInline } from '../../contract/inline.ts';
import { asString, isObject, SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';

/**
 * Reads `{image_url: {url} | "…"}` or `{file_id}`: a data URL, bare base64, an http(s) URL, or the id of a kept picture.
 * @param at path of the object, for error messages
 */
export function mediaRef(tree: TreeObject, at: string): { readonly ref: MediaRef; readonly field: string } {
  const id = asString(tree.file_id);
  if (id !== undefined) return { ref: { from: 'stored', id }, field: `${at}.file_id` };
  const nested = isObject(tree.image_url);
  const value = nested ? (tree.image_url as TreeObject).url : tree.image_url;
  const field = nested ? `${at}.image_url.url` : `${at}.image_url`;
  return { ref: imageRef(value, field), field };
}

/** Reads one string that says where an image is. */
export function imageRef(value: Tree | undefined, field: string): MediaRef {
  if (typeof value !== 'string' && !(value instanceof SplicedString)) {
    throw invalid(field, `${field} must be a data URL, an http(s) URL or base64.`);
  }
  if (typeof value === 'string' && /^https?:\/\//i.test(value.trim()))
    return { from: 'url', url: value.trim() };
  const inline = parseInline(value);
  if (!inline || inline.payload.size === 0) {
    throw invalid(field, `${field} is neither a data URL, nor an http(s) URL, nor valid base64.`);
  }
  const { payload, mediaType } = inline;
  return { from: 'inline', payload, ...(mediaType !== undefined && { declared: mediaType }) };
}
