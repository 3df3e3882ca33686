import { invalid } from '../../contract/error.ts';
import { markdownPictureStart, opensMarkdownPicture, parseDataUrl } from '../../contract/inline.ts';
import type { Payload } from '../../contract/payload.ts';
import type { MediaPart, Part } from '../../contract/request.ts';
import type { SplicedString } from '../../contract/tree.ts';

/**
 * Chat programs that know pictures only as markdown send them back inside the text:
 * `![image](data:image/png;base64,…)`. Such pictures become media parts; the words around them stay text.
 */
export function partsOfText(value: string | SplicedString, at: string): Part[] {
  if (typeof value === 'string') return value.includes(';base64,') ? splitString(value, at) : textPart(value);
  const whole = parseDataUrl(value);
  if (whole?.mediaType?.startsWith('image/')) return [mediaPart(whole.payload, whole.mediaType, at)];
  return splitSegments(value, at);
}

const CLOSES = /^\s*\)/;

function splitString(text: string, at: string): Part[] {
  const whole = parseDataUrl(text);
  if (whole?.mediaType?.startsWith('image/')) return [mediaPart(whole.payload, whole.mediaType, at)];
  const parts: Part[] = [];
  let end = 0;
  for (const { start, url, close } of markdownPictures(text)) {
    const image = parseDataUrl(url);
    if (!image?.mediaType?.startsWith('image/')) continue;
    parts.push(...textPart(text.slice(end, start)), mediaPart(image.payload, image.mediaType, at));
    end = close;
  }
  return [...parts, ...textPart(text.slice(end))];
}

/** Everything like `![…](data:…)`. By hand: regular expressions take a hostile text's length squared. */
function* markdownPictures(text: string): Generator<{ start: number; url: string; close: number }> {
  let close = -1;
  let next = text.indexOf('](');
  while (next >= 0) {
    const link = next;
    next = text.indexOf('](', link + 2);
    if (close < link) close = text.indexOf(')', link);
    if (close < 0) return;
    // No base64 holds a bracket: this link is never closed.
    if (next >= 0 && next < close) continue;
    const start = markdownPictureStart(text, link);
    if (start !== undefined) yield { start, url: text.slice(link + 2, close), close: close + 1 };
  }
}

function splitSegments(value: SplicedString, at: string): Part[] {
  const parts: Part[] = [];
  let text = '';
  for (const segment of value.segments) {
    if (typeof segment === 'string') {
      text += parts.length > 0 && text === '' ? segment.replace(CLOSES, '') : segment;
      continue;
    }
    const opening = opensMarkdownPicture(text);
    if (opening?.declared.startsWith('image/')) {
      parts.push(...textPart(text.slice(0, opening.index)), mediaPart(segment, opening.declared, at));
      text = '';
    } else if (segment.bytes) {
      text += Buffer.from(segment.bytes).toString('base64');
    } else {
      throw invalid(
        at,
        `${at} holds megabytes of base64 where text is expected; send pictures as image_url parts.`,
      );
    }
  }
  return [...parts, ...textPart(text)];
}

const textPart = (text: string): Part[] => (text === '' ? [] : [{ type: 'text', text }]);

const mediaPart = (payload: Payload, declared: string | undefined, field: string): MediaPart => ({
  type: 'media',
  media: { from: 'inline', payload, ...(declared !== undefined && { declared }) },
  field,
});
