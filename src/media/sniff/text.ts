import type { Sniffed } from './sniffed.ts';

const LOOK_AT = 4096;

/** Markup that pretends to be a picture: SVG (which can hold scripts), an error page, XML. */
export function sniffText(head: Uint8Array): Sniffed | undefined {
  const text = decode(head.subarray(0, LOOK_AT))
    .replace(/^\uFEFF?\s+|^\uFEFF/, '')
    .toLowerCase();
  if (!text.startsWith('<')) return undefined;
  if (/^<(!doctype html|html|head|body)\b/.test(text)) return { mediaType: 'text/html' };
  if (/<svg[\s>]/.test(text) || text.startsWith('<!doctype svg'))
    return { mediaType: 'image/svg+xml', format: 'svg' };
  if (/<html[\s>]/.test(text)) return { mediaType: 'text/html' };
  if (text.startsWith('<?xml')) return { mediaType: 'application/xml' };
  return undefined;
}

/** Not everything is UTF-8: an SVG in UTF-16 is an SVG all the same. */
function decode(head: Uint8Array): string {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(head);
  return Buffer.from(head).toString('utf8');
}
