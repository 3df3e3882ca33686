export interface Lettering {
  readonly lines: readonly string[];
  /** Pixels. */
  readonly fontSize: number;
}

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** Distance of two base lines in font sizes. */
export const LINE_HEIGHT = 1.25;

const MOST_CHARACTERS = 600;
const SHRINK = 0.92;
/** Both in font sizes. */
const NARROWEST_LINE = 4;
const WIDEST_WORD = 24;

/** Sets a text as large as it fits into the box; what does not fit at the `smallest` size (pixels) ends in `…`. */
export function fitText(text: string, box: Box, smallest = 10): Lettering {
  const shown = shorten(text.trim(), MOST_CHARACTERS);
  const largest = Math.min(box.height / 2, box.width / widestWord(shown));
  const floor = Math.min(smallest, largest);
  let fontSize = largest;
  while (fontSize > floor) {
    const lines = wrap(shown, box.width / fontSize);
    if (lines.length * fontSize * LINE_HEIGHT <= box.height) return { lines, fontSize };
    fontSize *= SHRINK;
  }
  const room = Math.max(1, Math.floor(box.height / (floor * LINE_HEIGHT)));
  return { lines: cut(wrap(shown, box.width / floor), room), fontSize: floor };
}

/** Width in font sizes that a line needs so that no word is broken; words beyond all measure are broken all the same. */
function widestWord(text: string): number {
  const words = text.split(/\s+|(?<=[\u2e80-\u{10ffff}])/u).map(widthOf);
  return Math.min(WIDEST_WORD, Math.max(NARROWEST_LINE, ...words));
}

/** Breaks a text into lines of at most `width` font sizes; words that are longer are broken too. */
export function wrap(text: string, width: number): string[] {
  return text.split(/\r?\n/).flatMap((paragraph) => wrapParagraph(paragraph, width));
}

function wrapParagraph(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/\s+/).flatMap((long) => chop(long, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function chop(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && widthOf(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** Estimated width in font sizes: there is no font to measure with here, so it errs on the wide side. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (character > '\u2e7f') width += 1.05;
    else if (/[\sijlI.,:;!|'()]/.test(character)) width += 0.42;
    else width += /[A-Z0-9mwMW@%&]/.test(character) ? 0.82 : 0.7;
  }
  return width;
}

function cut(lines: readonly string[], room: number): string[] {
  if (lines.length <= room) return [...lines];
  const last = lines[room - 1] ?? '';
  return [...lines.slice(0, room - 1), `${last.slice(0, -1)}…`];
}

function shorten(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most).join('')}…`;
}
