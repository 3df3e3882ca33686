import { sha256 } from '../../lib/sha256.ts';

/** The name under which a model is offered a tool of a namespace: most know flat names of 64 characters only. */
export function flatName(namespace: string | null | undefined, name: string): string {
  if (!namespace) return name;
  const full = `${trimmed(namespace)}__${name}`;
  const flat = full.replace(/[^\w-]/g, '_');
  return flat.length <= 64 ? flat : `${flat.slice(0, 55)}_${sha256(full).slice(0, 8)}`;
}

/** Without underscores at its end. */
function trimmed(namespace: string): string {
  let end = namespace.length;
  while (namespace[end - 1] === '_') end -= 1;
  return namespace.slice(0, end);
}
