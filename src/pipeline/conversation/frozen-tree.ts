import { parseDataUrl } from '../../contract/inline.ts';
import type { Payload } from '../../contract/payload.ts';
import { isObject, SplicedString, type Tree } from '../../contract/tree.ts';
import type { Blobs } from '../../storage/ports.ts';

/**
 * Trees as they are kept in rows: pictures and files, which are megabytes, lie in the blob store and stand here as their hashes,
 * `{"$spliced": ["data:image/png;base64,", {"sha256": "…"}]}`. An object of the client's own with that member is wrapped,
 * so that nobody can write a hash into a row by hand and read another's picture.
 */
const MARK = '$spliced';

type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Keeps the tree's payloads and writes the rest as JSON. @param kept takes the hashes of the payloads */
export async function freeze(tree: Tree, blobs: Blobs, kept: Set<string> = new Set()): Promise<string> {
  return JSON.stringify(await frozen(tree, { blobs, kept }));
}

interface Freezing {
  readonly blobs: Blobs;
  readonly kept: Set<string>;
}

/** The tree again. A payload that was deleted since leaves its place null. */
export const thaw = (json: string, blobs: Blobs): Promise<Tree> => thawed(JSON.parse(json) as Plain, blobs);

async function frozen(tree: Tree, freezing: Freezing): Promise<Plain> {
  if (typeof tree === 'string') {
    const inline = tree.startsWith('data:') ? parseDataUrl(tree) : undefined;
    if (!inline) return tree;
    return frozen(SplicedString.of(tree.slice(0, tree.indexOf(',') + 1), inline.payload), freezing);
  }
  if (tree instanceof SplicedString) {
    return { [MARK]: await Promise.all(tree.segments.map((segment) => frozenSegment(segment, freezing))) };
  }
  if (Array.isArray(tree)) return Promise.all(tree.map((each: Tree) => frozen(each, freezing)));
  if (!isObject(tree)) return tree as Plain;
  const members = await Promise.all(
    Object.entries(tree).flatMap(([key, value]) =>
      value === undefined ? [] : [frozen(value, freezing).then((plain) => [key, plain] as const)],
    ),
  );
  const plain = Object.fromEntries(members);
  return Object.hasOwn(tree, MARK) ? { [MARK]: plain } : plain;
}

async function frozenSegment(segment: string | Payload, { blobs, kept }: Freezing): Promise<Plain> {
  if (typeof segment === 'string') return segment;
  const { sha256 } = await blobs.keep(segment);
  kept.add(sha256);
  return { sha256 };
}

async function thawed(plain: Plain, blobs: Blobs): Promise<Tree> {
  if (Array.isArray(plain)) return Promise.all(plain.map((each: Plain) => thawed(each, blobs)));
  if (typeof plain !== 'object' || plain === null) return plain as Tree;
  const members = plain as { readonly [key: string]: Plain };
  const mark = Object.hasOwn(members, MARK) ? members[MARK] : undefined;
  if (Array.isArray(mark)) return thawedString(mark as readonly Plain[], blobs);
  return thawedMembers((mark ?? members) as { readonly [key: string]: Plain }, blobs);
}

async function thawedMembers(members: { readonly [key: string]: Plain }, blobs: Blobs): Promise<Tree> {
  const entries = Object.entries(members).map(
    async ([key, value]) => [key, await thawed(value, blobs)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function thawedString(segments: readonly Plain[], blobs: Blobs): Promise<Tree> {
  const parts = await Promise.all(
    segments.map((segment) =>
      typeof segment === 'string' ? segment : blobs.open(String((segment as { sha256: Plain }).sha256)),
    ),
  );
  const found = parts.filter((part) => part !== undefined);
  return found.length === parts.length ? new SplicedString(found) : null;
}
