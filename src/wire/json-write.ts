import { randomBytes } from 'node:crypto';
import { SplicedString, type Tree, type TreeObject } from '../contract/tree.ts';
import { bodyOf, type Piece, type WireBody } from './wire-body.ts';

export type { WireBody } from './wire-body.ts';

const QUOTE = Buffer.from('"');

/** The tree as JSON; payloads are encoded only while it is being sent. Members that are undefined are left out. */
export function writeJson(tree: Tree): WireBody {
  return bodyOf(jsonPieces(tree));
}

/** The same in pieces, to be put between others. */
export function jsonPieces(tree: Tree): Piece[] {
  const text = jsonText(tree);
  if (text !== undefined) return [Buffer.from(text)];
  const strings: SplicedString[] = [];
  const mark = randomBytes(16).toString('hex');
  const skeleton = JSON.stringify(tree, (_key, value: unknown) => {
    if (!(value instanceof SplicedString)) return value;
    strings.push(value);
    return mark;
  });
  const [first = '', ...rest] = skeleton.split(`"${mark}"`);
  const after = rest.flatMap((text, index) => [...stringPieces(strings[index]), Buffer.from(text)]);
  return [Buffer.from(first), ...after];
}

/** The tree as text; undefined where a payload is inside. A replacer makes JSON.stringify several times slower, and nearly all need none. */
export const jsonText = (tree: Tree): string | undefined =>
  isSpliced(tree) ? undefined : JSON.stringify(tree);

/** Runs for every event of a stream: most members are no objects, and calling itself for those costs more than the look. */
function isSpliced(tree: Tree | undefined): boolean {
  if (typeof tree !== 'object' || tree === null) return false;
  if (tree instanceof SplicedString) return true;
  if (Array.isArray(tree)) return tree.some(isSpliced);
  // Without a list of keys or values: making one for every event costs more than the look at them.
  for (const name in tree) {
    const value = (tree as TreeObject)[name];
    if (typeof value === 'object' && value !== null && isSpliced(value)) return true;
  }
  return false;
}

function stringPieces(string: SplicedString | undefined): Piece[] {
  const segments = string?.segments ?? [];
  const pieces = segments.map((segment): Piece => {
    if (typeof segment !== 'string') return { payload: segment, as: 'base64' };
    return Buffer.from(JSON.stringify(segment).slice(1, -1));
  });
  return [QUOTE, ...pieces, QUOTE];
}
