import { GatewayError } from '../contract/error.ts';
import type { BodyDocument } from './body-document.ts';
import type { Children, JsonKind, JsonSkim, Member, Span } from './json-skim.ts';

/** A value within a body, as far as it is shown beside others. */
export interface BodyValue {
  /** JSON pointer (RFC 6901); empty for the whole. */
  readonly path: string;
  readonly kind: JsonKind;
  /** Length of its text. */
  readonly bytes: number;
  /** Children of an object or array. */
  readonly count: number | null;
  /** Of what is no object and no array; of a long text the beginning. Pictures stand in it as `[picture 0]`. */
  readonly value?: string | number | boolean | null;
  /** There is more of the text. */
  readonly cut: boolean;
  /** Numbers of the pictures within the text. */
  readonly pictures: readonly number[];
}

export interface BodyChild extends BodyValue {
  /** Name in an object, index in an array. */
  readonly key: string | number;
}

export interface BodyNode extends BodyValue {
  /** Children from the offset on. */
  readonly items: readonly BodyChild[];
  /** Offset of what comes next; null: that was all. */
  readonly next: number | null;
}

export interface NodeQuestion {
  readonly path: string;
  /** Of objects and arrays: children to skip. Of texts: `next` of the part before. */
  readonly offset: number;
  /** Most children, or bytes of text; absent: 100, or 20,000. */
  readonly limit?: number | undefined;
}

const CHILDREN = 100;
const MOST_CHILDREN = 1_000;
const TEXT_BYTES = 20_000;
const MOST_TEXT_BYTES = 1_000_000;
/** Of a text among other children. */
const PREVIEW_BYTES = 300;

/** A part of a body. @throws GatewayError `not_found` where the path leads nowhere */
export async function bodyNode(document: BodyDocument, question: NodeQuestion): Promise<BodyNode> {
  const { path, offset, limit } = question;
  if (document.kind === 'text') {
    if (path !== '') throw notFound(path);
    return textNode(document, { ...question, span: { start: 0, end: document.skim.text.length } });
  }
  const { skim } = document;
  const span = await find(skim, path);
  const kind = skim.kindOf(span);
  if (kind === 'string') return textNode(document, { ...question, span: inside(skim, span) });
  const value = await valueAt(document, { span, path });
  const children = await skim.children(span);
  const end = Math.min(children.count, offset + Math.min(limit ?? CHILDREN, MOST_CHILDREN));
  const items: BodyChild[] = [];
  for (let index = offset; index < end; index += 1)
    items.push(await childOf(document, children.at(index), path));
  return { ...value, items, next: end < children.count ? end : null };
}

async function find(skim: JsonSkim, path: string): Promise<Span> {
  let span = skim.root();
  for (const step of stepsOf(path)) {
    const found = member(await skim.children(span), step, skim.kindOf(span));
    if (!found) throw notFound(path);
    span = found;
  }
  return span;
}

function member(children: Children, step: string, kind: JsonKind): Span | undefined {
  if (kind === 'array') {
    const index = /^(0|[1-9]\d{0,9})$/.test(step) ? Number(step) : children.count;
    return index < children.count ? children.at(index) : undefined;
  }
  for (let index = 0; index < children.count; index += 1) {
    const child = children.at(index);
    if (child.key === step) return child;
  }
  return undefined;
}

function stepsOf(path: string): string[] {
  if (path === '') return [];
  if (!path.startsWith('/')) throw notFound(path);
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

const escaped = (key: string | number): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');

async function childOf(document: BodyDocument, child: Member, path: string): Promise<BodyChild> {
  const { key } = child;
  return { key, ...(await valueAt(document, { span: child, path: `${path}/${escaped(key)}` })) };
}

interface Place {
  readonly span: Span;
  readonly path: string;
}

async function valueAt(document: BodyDocument, { span, path }: Place): Promise<BodyValue> {
  const { skim } = document;
  const kind = skim.kindOf(span);
  const common = { path, kind, bytes: span.end - span.start, count: null, cut: false, pictures: [] };
  if (kind === 'object' || kind === 'array') return { ...common, count: (await skim.children(span)).count };
  if (kind !== 'string') return { ...common, value: scalarOf(skim, span) };
  const text = inside(skim, span);
  const { value, pictures, end } = partOf(document, text, text.start, PREVIEW_BYTES);
  return { ...common, bytes: text.end - text.start, value, pictures, cut: end < text.end };
}

function scalarOf({ text }: JsonSkim, { start, end }: Span): number | boolean | null {
  try {
    return JSON.parse(text.toString('latin1', start, end)) as number | boolean | null;
  } catch {
    // The body broke off here.
    return null;
  }
}

/** A string without its quotes. */
const inside = ({ text }: JsonSkim, { start, end }: Span): Span => ({
  start: start + 1,
  end: end > start + 1 && text[end - 1] === 0x22 ? end - 1 : end,
});

function textNode(
  document: BodyDocument,
  { span, path, offset, limit }: NodeQuestion & { span: Span },
): BodyNode {
  const from = Math.min(span.start + offset, span.end);
  const { value, pictures, end } = partOf(
    document,
    span,
    from,
    Math.min(limit ?? TEXT_BYTES, MOST_TEXT_BYTES),
  );
  const isCut = end < span.end;
  return {
    ...{ path, kind: 'string', bytes: span.end - span.start, count: null },
    ...{ value, pictures, cut: isCut, items: [], next: isCut ? end - span.start : null },
  };
}

/** An escape, a character or a mark is never cut in two: what has begun may be so long. */
const LONGEST_UNIT = 64;

/** So much of a text as fits the limit, from a byte of it on. */
function partOf(document: BodyDocument, span: Span, from: number, limit: number) {
  const { mark, kind } = document;
  const { text } = document.skim;
  let end = Math.min(from + Math.max(limit, LONGEST_UNIT), span.end);
  if (end < span.end) end = withoutOpenMark(text, mark, from, end);
  if (end < span.end) end = beforeOpenCharacter(text, end);
  if (end < span.end && kind === 'json') end = beforeOpenEscape(text, from, end);
  const raw = text.toString('utf8', from, end);
  const plain = kind === 'json' ? unescaped(raw) : raw;
  const pictures: number[] = [];
  const value = plain.replaceAll(
    new RegExp(`${mark.replace('.', '\\.')}(\\d+);`, 'g'),
    (_, number: string) => {
      pictures.push(Number(number));
      return `[picture ${number}]`;
    },
  );
  return { value, pictures, end };
}

function withoutOpenMark(text: Buffer, mark: string, from: number, end: number): number {
  for (let at = Math.max(from, end - LONGEST_UNIT); at < end; at += 1) {
    const begun = text.toString('latin1', at, Math.min(at + mark.length, end));
    if (!mark.startsWith(begun)) continue;
    if (text.subarray(at, end).indexOf(';') < 0) return at;
  }
  return end;
}

/** UTF-8: bytes that begin with 10 go on with a character. */
function beforeOpenCharacter(text: Buffer, end: number): number {
  let at = end;
  while (((text[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at;
}

/** `\n` and `\u1234`, and the two halves of a character beyond the basic plane, stay together. */
function beforeOpenEscape(text: Buffer, from: number, end: number): number {
  let half = -1;
  for (let at = from; at < end; ) {
    const length = text[at] !== BACKSLASH ? 1 : text[at + 1] === LETTER_U ? 6 : 2;
    if (at + length > end) return half >= 0 ? half : at;
    if (half < 0) half = length === 6 && isFirstHalf(text, at) ? at : -1;
    else half = -1;
    at += length;
  }
  return half >= 0 ? half : end;
}

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** As `\ud83d`. */
const isFirstHalf = (text: Buffer, at: number): boolean =>
  /^d[89ab]/i.test(text.toString('latin1', at + 2, at + 4));

function unescaped(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}

const notFound = (path: string): GatewayError =>
  new GatewayError('not_found', `The body has nothing at "${path.slice(0, 100)}".`, { field: 'query.path' });
