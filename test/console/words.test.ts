import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ADMIN_ROUTES } from '../../src/admin/contract/all.ts';

type Words = { readonly [key: string]: string | Words };

const read = (path: string): Words => JSON.parse(readFileSync(path, 'utf8'));

/** `action.retry` and the like, with the placeholders of each text. */
function texts(words: Words, prefix = ''): [key: string, placeholders: string][] {
  return Object.entries(words).flatMap(([key, value]) => {
    if (typeof value !== 'string') return texts(value, `${prefix}${key}.`);
    // Chinese has one form where English has `_one` and `_other`.
    return [[`${prefix}${key}`, (value.match(/\{\{\w+/g) ?? []).sort().join(' ')]];
  });
}

const plural = ([key]: [string, string]): boolean => /_(one|other)$/.test(key);
const folder = 'console/src/locales';
const files = globSync(`${folder}/*/*.json`);
const namesIn = (language: string): string[] =>
  files
    .filter((path) => path.includes(`/${language}/`))
    .map((path) => basename(path))
    .sort();

describe('the words of the console', () => {
  it('are there in both languages, file by file', () => {
    expect(namesIn('zh-CN')).toEqual(namesIn('en'));
    expect(namesIn('en')).toContain('common.json');
  });

  it.each(namesIn('en'))('%s says the same things in both', (name) => {
    const [en, zh] = ['en', 'zh-CN'].map((language) => texts(read(`${folder}/${language}/${name}`)));
    const single = (all: [string, string][] = []) => all.filter((entry) => !plural(entry)).sort();
    expect(single(zh)).toEqual(single(en));
  });

  it('name every change that goes to the audit log', () => {
    const audited = ADMIN_ROUTES.filter((route) => route.audited ?? route.method !== 'GET');
    const { actions } = read(`${folder}/en/audit.json`);
    expect(Object.keys(actions as Words).sort()).toEqual(audited.map(({ id }) => id).sort());
  });

  it('name every text that the pages ask for', () => {
    const known = new Set(
      namesIn('en').flatMap((name) =>
        texts(read(`${folder}/en/${name}`)).flatMap(([key]) => {
          const plain = key.replace(/_(one|other)$/, '');
          return [plain, `${basename(name, '.json')}:${plain}`];
        }),
      ),
    );
    const asked = globSync('console/src/**/*.{ts,tsx}').flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      return [...text.matchAll(/\bt\('([\w.:-]+)'/g)].map(([, key]) => key as string);
    });
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });
});
