const WIDTH = 118;

/** A name that stands for the members which are as they were before. */
export const AS_BEFORE = '…';

/** JSON as a reader likes it: what fits on a line stands on one, and so do neighbours that fit together. */
export function laidOut(tree: unknown, indent = ''): string {
  const flat = onOneLine(tree);
  if (indent.length + flat.length <= WIDTH || typeof tree !== 'object' || tree === null) return flat;
  const inner = `${indent}  `;
  const pieces = Array.isArray(tree)
    ? tree.map((each) => laidOut(each, inner))
    : membersOf(tree).map(([name, value]) => named(name, laidOut(value, inner)));
  const [open, close] = Array.isArray(tree) ? '[]' : '{}';
  return `${open}\n${packed(pieces, inner).join(',\n')}\n${indent}${close}`;
}

function packed(pieces: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const together = `${last}, ${piece}`;
    if (last !== undefined && !together.includes('\n') && together.length <= WIDTH)
      lines.splice(-1, 1, together);
    else lines.push(indent + piece);
  }
  return lines;
}

export function onOneLine(tree: unknown): string {
  if (typeof tree !== 'object' || tree === null) return JSON.stringify(tree) ?? 'undefined';
  if (Array.isArray(tree)) return `[${tree.map(onOneLine).join(', ')}]`;
  const members = membersOf(tree).map(([name, value]) => named(name, onOneLine(value)));
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

const membersOf = (tree: object) => Object.entries(tree).filter(([, value]) => value !== undefined);

const named = (name: string, value: string): string =>
  name === AS_BEFORE ? AS_BEFORE : `${JSON.stringify(name)}: ${value}`;
