import { invalid } from '../../contract/error.ts';
import { parseDataUrl } from '../../contract/inline.ts';
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

const IN_TEXT = /!\[[^\]]*\]\(\s*(data:image\/[^)\s]+)\s*\)/g;
const OPENS = /!\[[^\]]*\]\(\s*data:(image\/[a-z0-9.+-]+);base64,$/i;
const CLOSES = /^\s*\)/;

function splitString(text: string, at: string): Part[] {
  const whole = parseDataUrl(text);
  if (whole?.mediaType?.startsWith('image/')) return [mediaPart(whole.payload, whole.mediaType, at)];
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(IN_TEXT)) {
    const image = parseDataUrl(match[1] ?? '');
    if (!image) continue;
    parts.push(...textPart(text.slice(end, match.index)), mediaPart(image.payload, image.mediaType, at));
    end = match.index + match[0].length;
  }
  return [...parts, ...textPart(text.slice(end))];
}

function splitSegments(value: SplicedString, at: string): Part[] {
  const parts: Part[] = [];
  let text = '';
  for (const segment of value.segments) {
    if (typeof segment === 'string') {
      text += parts.length > 0 && text === '' ? segment.replace(CLOSES, '') : segment;
      continue;
    }
    const opening = OPENS.exec(text);
    if (opening) {
      parts.push(...textPart(text.slice(0, opening.index)), mediaPart(segment, opening[1], at));
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
