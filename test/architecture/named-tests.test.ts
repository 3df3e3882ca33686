import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** A cell as it stands in the table: the file, then names of tests in it. */
const FILE = /`([\w./-]+\.test\.ts)`((?: ?,? "[^"]+")+)/g;

it.each(['docs/security.md', 'docs/security.zh-CN.md'])(
  'every test that %s names by its words is there',
  (page) => {
    const named = [...readFileSync(page, 'utf8').matchAll(FILE)].flatMap(([, path = '', names = '']) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ path, name })),
    );
    // Were the form another one, nothing would be looked at.
    expect(named.length).toBeGreaterThan(80);
    const missing = named.filter(
      ({ path, name }) => !existsSync(path) || !readFileSync(path, 'utf8').includes(name),
    );
    expect(missing).toEqual([]);
  },
);
