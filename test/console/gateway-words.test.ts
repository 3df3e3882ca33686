import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MESSAGES, messageOf } from '../../src/admin/contract/messages.ts';

type Words = { readonly [group: string]: { readonly [key: string]: string } };

const wordsOf = (language: string): Words =>
  JSON.parse(readFileSync(`console/src/locales/${language}/gateway.json`, 'utf8'));
const holders = (text: string): string[] => [...text.matchAll(/\{+(\w+)\}+/g)].map(([, name]) => name ?? '');
const sourcesOf = (patterns: readonly string[]): string[] =>
  globSync([...patterns]).filter((path) => !path.endsWith('.test.ts'));

/** Texts in the source, what is put into them replaced. Comments are none. */
function literalsOf(path: string, shape: RegExp): string[] {
  const code = readFileSync(path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(shape)].map(([, plain, double, template]) =>
    (plain ?? double ?? template ?? '').replaceAll(/\$\{[^}]*\}/g, '7'),
  );
}

const TEXT = String.raw`(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|\x60((?:[^\x60\\]|\\.)*)\x60)`;

/** What is thrown to people: `new GatewayError('code', text`, `invalid(field, text`, `refusal(text`, `trouble('code', text`. */
const THROWN = [
  String.raw`new GatewayError\(\s*'\w+',\s*` + TEXT,
  String.raw`\binvalid\(\s*[^,()]+,\s*` + TEXT,
  String.raw`\brefusal\(\s*` + TEXT,
  String.raw`\btrouble\(\s*'\w+',\s*` + TEXT,
  String.raw`\bmessage =\s*` + TEXT,
].map((source) => new RegExp(source, 'g'));

/** Put together of messages that have keys. */
const NOT_SAID = new Set(['', '7', '7: 7', 'data: 7 Use a PNG, JPEG, WebP, GIF or AVIF.']);

const unknown = (texts: readonly string[]): string[] =>
  texts.filter((text) => !NOT_SAID.has(text) && !messageOf(text, /^[\w.[\]]+(?=: )/.exec(text)?.[0]));

describe('what the gateway says', () => {
  it.each(['en', 'zh-CN'])('has words for every key in %s, with the same place holders', (language) => {
    const words = wordsOf(language);
    const wrong = Object.entries(MESSAGES).flatMap(([group, messages]) =>
      Object.entries(messages).flatMap(([key, template]) => {
        const said = words[group]?.[key];
        const known = holders(template);
        return said && holders(said).every((name) => known.includes(name)) ? [] : [`${group}.${key}`];
      }),
    );
    expect(wrong).toEqual([]);
    const count = (all: Words) => Object.values(all).flatMap((group) => Object.keys(group)).length;
    expect(count(words)).toBe(count(MESSAGES));
  });

  it('is Chinese in Chinese', () => {
    const texts = Object.values(wordsOf('zh-CN')).flatMap((group) => Object.entries(group));
    expect(texts.filter(([, text]) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  });

  it('has a key wherever the admin API refuses something', () => {
    const sources = sourcesOf([
      'src/admin/**/*.ts',
      'src/accounts/*.ts',
      'src/bodies/*.ts',
      'src/telemetry/*.ts',
    ]);
    const said = sources.flatMap((path) => THROWN.flatMap((shape) => literalsOf(path, shape)));
    expect(said.length).toBeGreaterThan(60);
    expect(unknown(said)).toEqual([]);
  });

  it('has a key for every complaint that a schema of the admin API writes itself', () => {
    const shapes = [
      new RegExp(String.raw`\berror: ${TEXT}`, 'g'),
      new RegExp(String.raw`\.(?:min|max)\([\d_]+, ${TEXT}`, 'g'),
      new RegExp(String.raw`\.(?:url)\(${TEXT}`, 'g'),
      new RegExp(String.raw`\.regex\([^\n]+?, ${TEXT}\)`, 'g'),
    ];
    const said = sourcesOf(['src/admin/contract/**/*.ts']).flatMap((path) =>
      shapes.flatMap((shape) => literalsOf(path, shape)),
    );
    expect(said.length).toBeGreaterThan(20);
    expect(unknown(said)).toEqual([]);
  });

  it('has a key for everything that the plan of a picture warns of', () => {
    const shape = new RegExp(TEXT, 'g');
    const said = sourcesOf(['src/media/plan/*.ts', 'src/media/finish-plan.ts', 'src/media/describe.ts'])
      .filter((path) => !path.endsWith('.property.test.ts'))
      .flatMap((path) => literalsOf(path, shape))
      // Sentences; hints for the model are instructions and stay as they are.
      .filter((text) => /^[A-Z"7].* .*\.$/s.test(text) && !/^(Keep|Repaint) /.test(text));
    expect(said.length).toBeGreaterThan(50);
    expect(unknown(said)).toEqual([]);
  });

  it('keeps what differs', () => {
    expect(messageOf('name: must have at least 12 characters', 'name')).toEqual({
      key: 'values.atLeast',
      params: { count: '12' },
    });
    expect(messageOf('Drawn at 1024x1024 and brought to 300x200.')).toEqual({
      key: 'pictures.drawnBrought',
      params: { drawn: '1024x1024', size: '300x200' },
    });
    expect(messageOf('Something that nobody says.')).toBeUndefined();
  });
});
