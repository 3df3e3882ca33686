import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PANELS } from '../../console/src/features/settings/panels.ts';
import type { SettingsSection } from '../../src/admin/contract/settings/section.ts';
import { SECTIONS } from '../../src/admin/contract/settings.ts';
import { configuredMembers } from '../../src/config/origins.ts';

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

  it.each(['en', 'zh-CN'])('have words for every panel and every configured member in %s', (language) => {
    const words = JSON.parse(readFileSync(`console/src/locales/${language}/settings.json`, 'utf8'));
    const members = configuredMembers({ options: {}, env: {}, content: {} }).map(({ name }) =>
      name.split('.'),
    );
    expect(members.length).toBeGreaterThan(10);
    expect(
      members.filter(([section = '', name = '']) => typeof words.configured[section]?.[name] !== 'string'),
    ).toEqual([]);
    expect(PANELS.filter(({ id }) => typeof words.panels[id] !== 'string')).toEqual([]);
  });

  it('stand in one panel, member by member', () => {
    const forms = PANELS.flatMap(({ parts }) => parts).filter((part) => part.kind === 'form');
    const shown = forms.flatMap(({ section, members }) =>
      (members ?? Object.keys((SECTIONS[section] as SettingsSection).schema.shape)).map(
        (name) => `${section}.${name}`,
      ),
    );
    const all = sections.flatMap(({ id, schema }) =>
      Object.keys(schema.shape).map((name) => `${id}.${name}`),
    );
    expect(shown.sort()).toEqual(all.sort());
  });
});
