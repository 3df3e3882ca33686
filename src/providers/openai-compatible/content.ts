import { opensMarkdownPicture, parseDataUrl, parseInline } from '../../contract/inline.ts';
import type { Payload } from '../../contract/payload.ts';
import type { MediaPart, TextPart } from '../../contract/request.ts';
import { asArray, asString, member, SplicedString, type Tree } from '../../contract/tree.ts';

type Piece =
  | TextPart
  | MediaPart
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'unknown'; readonly name: string };

/** The pieces of `content`: a string, a string with data URLs inside, or a list of parts, as relays variously send it. */
export function readContent(content: Tree | undefined): Piece[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (content instanceof SplicedString) return readSpliced(content);
  return asArray(content).flatMap(readPart);
}

function readPart(part: Tree): Piece[] {
  if (typeof part === 'string' || part instanceof SplicedString) return readContent(part);
  const type = asString(member(part, 'type')) ?? '';
  if (type === 'text' || type === 'output_text') return readContent(member(part, 'text'));
  if (type === 'thinking') return [{ type: 'reasoning', text: thinkingText(member(part, 'thinking')) }];
  const picture = readPicture(part);
  return [picture ?? { type: 'unknown', name: type }];
}

/** quirk(mistral): thinking is a part of the content, a list of texts. — @ai-sdk/mistral 4.0, seen 2026-11 */
const thinkingText = (thinking: Tree | undefined): string =>
  asString(thinking) ??
  asArray(thinking)
    .map((each) => asString(member(each, 'text')) ?? '')
    .join('');

/** An `image_url` item, as object or bare string, holding a data URL, bare base64 or a link. */
export function readPicture(item: Tree): MediaPart | undefined {
  const field = member(item, 'image_url');
  const url = member(field, 'url') ?? field;
  if (typeof url !== 'string' && !(url instanceof SplicedString)) return undefined;
  if (typeof url === 'string' && /^https?:\/\//i.test(url))
    return { type: 'media', media: { from: 'url', url } };
  const inline = parseInline(url);
  return inline && inlinePart(inline.payload, inline.mediaType);
}

/** Text in which long base64 was cut out: markdown pictures, or one bare data URL. */
function readSpliced(content: SplicedString): (TextPart | MediaPart)[] {
  const whole = parseDataUrl(content);
  if (whole) return [inlinePart(whole.payload, whole.mediaType)];
  const pieces: (TextPart | MediaPart)[] = [];
  let declared: string | undefined;
  let skipBracket = false;
  for (const segment of content.segments) {
    if (typeof segment !== 'string') {
      pieces.push(inlinePart(segment, declared));
      skipBracket = declared !== undefined;
      continue;
    }
    const text = skipBracket ? segment.replace(/^\s*\)/, '') : segment;
    const match = opensMarkdownPicture(text);
    declared = match?.declared;
    const before = match ? text.slice(0, match.index) : text;
    if (before !== '') pieces.push({ type: 'text', text: before });
  }
  return pieces;
}

const inlinePart = (payload: Payload, declared: string | undefined): MediaPart => ({
  type: 'media',
  media: { from: 'inline', payload, ...(declared && { declared }) },
});
