import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { namesOf } from './new-provider/names.ts';
import { register } from './new-provider/register.ts';
import { filesOf } from './new-provider/templates.ts';

const ALL = 'src/providers/all.ts';

/** Writes a provider's folder, its fake and its contract test into the checkout, and puts it into the list. Returns the paths written. */
export function newProvider(name: string, root = '.'): string[] {
  const names = namesOf(name);
  const files = filesOf(names);
  const taken = Object.keys(files).find((path) => existsSync(join(root, path)));
  if (taken !== undefined) throw new TypeError(`${taken} exists already`);
  const all = register(readFileSync(join(root, ALL), 'utf8'), names);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  writeFileSync(join(root, ALL), all);
  return [...Object.keys(files), ALL];
}

if (import.meta.main) {
  const [, , name = ''] = process.argv;
  try {
    const written = newProvider(name);
    console.log(`${written.map((path) => `  ${path}`).join('\n')}\n`);
    console.log(`Next: npx vitest run src/providers/${name}, then every TODO; docs/providers.md tells more.`);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
