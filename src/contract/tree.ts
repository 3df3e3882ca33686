import type { Payload } from './payload.ts';

/**
 * A JSON string whose long base64 runs were cut out of the byte stream, so that no megabytes become a JavaScript string.
 * The string's value is the segments joined, each payload standing for the base64 of its bytes:
 * a bare `b64_json` is `[payload]`, a data URL `['data:image/png;base64,', payload]`,
 * markdown `['Look: ![image](data:image/png;base64,', payload, ')']`.
 */
export class SplicedString {
  readonly segments: readonly (string | Payload)[];

  constructor(segments: readonly (string | Payload)[]) {
    this.segments = segments;
  }

  /** The string `prefix` + base64 of the payload. */
  static of(prefix: string, payload: Payload): SplicedString {
    return new SplicedString(prefix === '' ? [payload] : [prefix, payload]);
  }

  /** Number of characters the string has on the wire, before JSON escaping. */
  get length(): number {
    let total = 0;
    for (const segment of this.segments) {
      total += typeof segment === 'string' ? segment.length : Math.ceil(segment.size / 3) * 4;
    }
    return total;
  }

  /** The whole as a JavaScript string; undefined where a payload is not held in memory. */
  toText(): string | undefined {
    let text = '';
    for (const segment of this.segments) {
      if (typeof segment === 'string') text += segment;
      else if (segment.bytes) text += Buffer.from(segment.bytes).toString('base64');
      else return undefined;
    }
    return text;
  }
}

/** A JSON value; oversized strings stand in it as spliced strings. */
export type Tree = null | boolean | number | string | SplicedString | readonly Tree[] | TreeObject;
export interface TreeObject {
  readonly [key: string]: Tree | undefined;
}

export const isObject = (tree: Tree | undefined): tree is TreeObject =>
  typeof tree === 'object' && tree !== null && !Array.isArray(tree) && !(tree instanceof SplicedString);

/** The member `key` of an object, undefined for everything else. */
export const member = (tree: Tree | undefined, key: string): Tree | undefined =>
  isObject(tree) && Object.hasOwn(tree, key) ? tree[key] : undefined;

export const asString = (tree: Tree | undefined): string | undefined =>
  typeof tree === 'string' ? tree : tree instanceof SplicedString ? tree.toText() : undefined;

export const asNumber = (tree: Tree | undefined): number | undefined =>
  typeof tree === 'number' && Number.isFinite(tree) ? tree : undefined;

export const asArray = (tree: Tree | undefined): readonly Tree[] =>
  Array.isArray(tree) ? (tree as readonly Tree[]) : [];
