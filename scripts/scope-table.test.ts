import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { GUIDES, withScopes } from './scope-table.ts';

it.each(GUIDES)('the table of scopes in %s is what the code says; if not: npm run docs:scopes', (path) => {
  const guide = readFileSync(path, 'utf8');
  expect(guide).toBe(withScopes(guide));
});
