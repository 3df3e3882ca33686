import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SettingsSection } from '../../src/admin/contract/settings/section.ts';
import { SECTIONS } from '../../src/admin/contract/settings.ts';

interface SettingsWords {
  readonly sections: Readonly<Record<string, { readonly title: string; readonly description: string }>>;
  readonly members: Readonly<Record<string, Readonly<Record<string, { readonly label: string }>>>>;
}

const sections: readonly SettingsSection[] = Object.values(SECTIONS);

describe('the settings in the console', () => {
  it.each(['en', 'zh-CN'])('have words for every section and member in %s', (language) => {
    const words: SettingsWords = JSON.parse(
      readFileSync(`console/src/locales/${language}/settings.json`, 'utf8'),
    );
    const missing = sections.flatMap(({ id, schema }) => [
      ...(words.sections[id]?.title && words.sections[id]?.description ? [] : [id]),
      ...Object.keys(schema.shape)
        .filter((name) => !words.members[id]?.[name]?.label)
        .map((name) => `${id}.${name}`),
    ]);
    expect(missing).toEqual([]);
  });
});
