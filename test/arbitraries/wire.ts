import fc from 'fast-check';
import { SplicedString, type Tree } from '../../src/contract/tree.ts';

/** The bytes, cut at the given places. */
export function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = cuts.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
}

export const cuts = () => fc.array(fc.nat(), { maxLength: 12 });

/** What was cut arrives piece by piece, each gone as soon as the next one is asked for. */
export async function* arrive(pieces: Iterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    const chunk = Buffer.from(piece);
    yield chunk;
    chunk.fill(0x21);
  }
}

/** The tree with every spliced string as the text it stands for. */
export function asText(tree: Tree): unknown {
  if (tree instanceof SplicedString) return tree.toText();
  if (Array.isArray(tree)) return tree.map((item) => asText(item as Tree));
  if (typeof tree !== 'object' || tree === null) return tree;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(tree)) {
    Object.defineProperty(copy, key, { value: asText(value as Tree), enumerable: true, writable: true });
  }
  return copy;
}

const base64 = () => fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64'));

/** Strings that look like what is to be cut out, and nearly so. */
const tricky = () =>
  fc
    .array(
      fc.oneof(
        base64(),
        base64().map((text) => `;base64,${text}`),
        base64().map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')),
        base64().map((text) => text.replace(/.{16}/g, '$&\n')),
        base64().map((text) => text.replace(/.{20}/g, '$&\r\n')),
        fc.constantFrom(
          ';base64,',
          '\n',
          '\r\n',
          '\r',
          '=',
          '==',
          ' ',
          '"',
          '\\',
          '/',
          '\ud83d',
          'ü',
          '\u2028',
        ),
        fc.string({ maxLength: 10 }),
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join(''));

/** JSON values with many such strings. */
export const json = () =>
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tricky(),
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(tricky(), fc.constant('__proto__')), tie('value'), { maxKeys: 4 }),
    ),
  })).value;

/** All bytes of an async source. */
export async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
