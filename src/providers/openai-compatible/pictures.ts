import { parseInline } from '../../contract/inline.ts';
import type { ImageJob, MediaPart, SniffedImage, Warning } from '../../contract/request.ts';
import { asString, SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { ignored, unlessStrict } from './ignored.ts';

/** A picture given as a string: bytes in base64, with or without a data URL around them, or an http(s) URL. */
export function pictureFrom(value: Tree | undefined): MediaPart | undefined {
  if (!isText(value)) return undefined;
  const url = asString(value);
  if (url && /^https?:\/\//i.test(url)) return { type: 'media', media: { from: 'url', url } };
  const inline = parseInline(value);
  return inline && { type: 'media', media: { from: 'inline', payload: inline.payload } };
}

const isText = (value: Tree | undefined): value is string | SplicedString =>
  value instanceof SplicedString || (typeof value === 'string' && value !== '');

export const dataUrl = ({ payload, mediaType }: SniffedImage): SplicedString =>
  SplicedString.of(`data:${mediaType};base64,`, payload);

/**
 * Fields of the client's that the gateway has no word for: `taken` are sent on as they came, the others are reported.
 * @param detail what is said of those that are not taken
 * @throws GatewayError `unsupported_parameter` where strictness is asked for: all that the Images API takes are parameters of the picture
 */
export function splitExtras(
  { request }: ImageJob,
  taken: readonly string[],
  detail?: string,
): { readonly fields: TreeObject; readonly warnings: readonly Warning[] } {
  const { client: _, ...formats } = request.extensions;
  const given = Object.values(formats).flatMap((members) => Object.entries(members));
  const left = given.map(([name]) => name).filter((name) => !taken.includes(name));
  return {
    fields: Object.fromEntries(given.filter(([name]) => taken.includes(name))),
    warnings: unlessStrict(
      request,
      left.map((name) => ignored(name, detail)),
    ),
  };
}

/** For upstreams that cannot be told who the client's end user is. */
export const endUserIgnored = ({ request }: ImageJob): Warning[] =>
  request.endUser === undefined ? [] : [ignored('user')];
