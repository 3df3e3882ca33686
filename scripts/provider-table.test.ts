import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { GUIDES, withTables } from './provider-table.ts';

it.each(GUIDES)('%s shows what the providers really do: otherwise run `npm run docs:providers`', (path) => {
  const guide = readFileSync(path, 'utf8');
  expect(guide).toBe(withTables(guide));
});
