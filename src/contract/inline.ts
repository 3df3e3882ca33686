import { BytesPayload, type Payload } from './payload.ts';
import { SplicedString } from './tree.ts';

/** An image that came inside a JSON string. `mediaType` is what the sender declared and is never trusted. */
export interface InlineImage {
  readonly payload: Payload;
  readonly mediaType?: string;
}

const DATA_URL = /^data:([a-z0-9.+/-]*)((?:;[a-z0-9-]+=[^;,]*)*);base64,$/i;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Reads a data URL (`data:image/png;base64,…`); undefined when the string is none. */
export function parseDataUrl(value: string | SplicedString): InlineImage | undefined {
  if (value instanceof SplicedString) {
    const [prefix, payload, ...rest] = value.segments;
    if (typeof prefix !== 'string' || typeof payload !== 'object' || rest.some(isVisible)) return undefined;
    return withType(payload, DATA_URL.exec(prefix.trimStart())?.[1]);
  }
  const text = value.trim();
  const comma = text.slice(0, 256).indexOf(',');
  const match = comma < 0 ? null : DATA_URL.exec(text.slice(0, comma + 1));
  const payload = match && decodeBase64(text.slice(comma + 1));
  return payload ? withType(payload, match[1]) : undefined;
}

/** Reads bare base64 (`iVBORw0KGgo…`); undefined when the string is none. */
export function parseBase64(value: string | SplicedString): InlineImage | undefined {
  if (value instanceof SplicedString) {
    const payloads = value.segments.filter((segment) => typeof segment === 'object');
    const [payload] = payloads;
    const clean = value.segments.every((segment) => typeof segment === 'object' || segment.trim() === '');
    return payload && payloads.length === 1 && clean ? { payload } : undefined;
  }
  const payload = decodeBase64(value);
  return payload && { payload };
}

/** Reads a data URL or bare base64. */
export const parseInline = (value: string | SplicedString): InlineImage | undefined =>
  parseDataUrl(value) ?? parseBase64(value);

/** Descriptions of pictures in markdown are not longer; looking further back would take a hostile text's length squared. */
const LONGEST_DESCRIPTION = 2_000;
const DATA_LINK = /^\s*data:([a-z0-9.+/-]*)[^,()\s]*,$/i;

/** Where in `text` the markdown picture begins whose link `](` stands at `link`; undefined where none does. */
export function markdownPictureStart(text: string, link: number): number | undefined {
  const from = Math.max(0, link - LONGEST_DESCRIPTION);
  const before = text.slice(from, link);
  const start = before.lastIndexOf('![');
  return start < 0 || before.includes(']', start) ? undefined : from + start;
}

/** A text that ends with the beginning of a markdown picture, `![…](data:image/png;base64,`. */
export function opensMarkdownPicture(text: string): { index: number; declared: string } | undefined {
  const link = text.lastIndexOf('](');
  const declared = DATA_LINK.exec(text.slice(link + 2, link + 202))?.[1];
  if (link < 0 || text.length - link > 202 || declared === undefined) return undefined;
  const index = markdownPictureStart(text, link);
  return index === undefined ? undefined : { index, declared };
}

const isVisible = (segment: string | Payload): boolean =>
  typeof segment !== 'string' || segment.trim() !== '';

function decodeBase64(text: string): Payload | undefined {
  const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  if (!BASE64.test(compact)) return undefined;
  return new BytesPayload(Buffer.from(compact, 'base64'));
}

function withType(payload: Payload, mediaType: string | undefined): InlineImage | undefined {
  if (mediaType === undefined) return undefined;
  return mediaType === '' ? { payload } : { payload, mediaType: mediaType.toLowerCase() };
}
