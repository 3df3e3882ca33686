import type { Names } from './names.ts';

/** `src/providers/all.ts` with the new provider in it: its import in the alphabet, its entry before the demo's. */
export function register(all: string, { id, camel }: Names): string {
  const line = `import { ${camel} } from './${id}/index.ts';`;
  const lines = all.split('\n');
  const imports = lines.filter((text) => /^import \{.*from '\.\//.test(text));
  const next = imports.find((text) => pathOf(text) > pathOf(line));
  const at = next === undefined ? lines.indexOf(imports.at(-1) ?? '') + 1 : lines.indexOf(next);
  lines.splice(at, 0, line);
  const entry = lines.findIndex((text) => text.trim() === 'demo,');
  if (imports.length === 0 || entry < 0)
    throw new TypeError('src/providers/all.ts is not written as expected');
  lines.splice(entry, 0, `  ${camel},`);
  return lines.join('\n');
}

const pathOf = (line: string): string => /from '(.*)'/.exec(line)?.[1] ?? '';
