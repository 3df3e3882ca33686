import { readFileSync, writeFileSync } from 'node:fs';
import { BUILT_IN_ROLES } from '../src/admin/contract/built-in-roles.ts';
import { ALL_SCOPES, SCOPES } from '../src/admin/contract/scopes.ts';

/** The guides that hold the table. */
export const GUIDES = ['docs/accounts.md', 'docs/accounts.zh-CN.md'];

const [START, END] = ['<!-- scopes: npm run docs:scopes -->', '<!-- /scopes -->'];

/** The guide with its table made anew. */
export function withScopes(guide: string): string {
  const [from, to] = [guide.indexOf(START), guide.indexOf(END)];
  if (from < 0 || to < from) throw new TypeError('the guide has no place for the table of scopes');
  return `${guide.slice(0, from + START.length)}\n${scopeTable()}\n${guide.slice(to)}`;
}

/** Which scopes the roles that come with the gateway have. */
function scopeTable(): string {
  const head = ['scope', 'level', ...BUILT_IN_ROLES.map(({ id }) => `\`${id}\``)];
  const rows = ALL_SCOPES.map((scope) => [
    `\`${scope}\``,
    SCOPES[scope],
    ...BUILT_IN_ROLES.map(({ scopes }) => (scopes.includes(scope) ? '✓' : '')),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

if (import.meta.main) {
  for (const guide of GUIDES) writeFileSync(guide, withScopes(readFileSync(guide, 'utf8')));
}
