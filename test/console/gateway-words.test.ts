import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MESSAGES, messageOf } from '../../src/admin/contract/messages.ts';
import { CHANNEL_LIMITS } from '../../src/contract/channel-limits.ts';
import { MEASURES, PERIODS } from '../../src/contract/quota.ts';
import { unitOf } from '../../src/metering/limits/limit-claims.ts';
import { describeQuota } from '../../src/metering/quotas/budgets.ts';

type Words = { readonly [group: string]: { readonly [key: string]: string } };

const wordsOf = (language: string): Words =>
  JSON.parse(readFileSync(`console/src/locales/${language}/gateway.json`, 'utf8'));
const holders = (text: string): string[] => [...text.matchAll(/\{+(\w+)\}+/g)].map(([, name]) => name ?? '');
const sourcesOf = (patterns: readonly string[]): string[] =>
  globSync([...patterns]).filter((path) => !path.endsWith('.test.ts'));

interface Literal {
  readonly text: string;
  /** The code that it follows. */
  readonly before: string;
}

/** Texts in the source, what is put into them replaced. Comments are none. */
function textsIn(path: string, shape: RegExp): Literal[] {
  const code = readFileSync(path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(shape)].map(({ index, 1: plain, 2: double, 3: template }) => ({
    text: (plain ?? double ?? template ?? '').replaceAll(/\$\{[^}]*\}/g, '7'),
    before: code.slice(Math.max(0, index - 120), index),
  }));
}

const literalsOf = (path: string, shape: RegExp): string[] => textsIn(path, shape).map(({ text }) => text);

const TEXT = String.raw`(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|\x60((?:[^\x60\\]|\\.)*)\x60)`;

/** What clients are told in errors, and what models are told, is not said in the console. */
const TOLD_OTHERS =
  /(?:Error\(\s*(?:'\w+',\s*)?(?:\w+ \?\?\s*)?|\bcode,\s*|\binvalid\(\s*(?:[^()]|\([^()]*\))*|\bunusableAnswer\(\s*|\bmessage(?::| =)\s*|\bdescription(?::| \|\|)\s*|_PROMPT =\s*|\bhinted\(\s*|\bprogress\(\s*|\btext\(\s*)$/;
/** Sources that hold such texts only. */
const OTHERS =
  /\/mcp\/tools|\/errors\.ts$|\/refusal\.ts$|\/demo\/talk|\/refuse-crowd|\/tool-search|\/relay\.ts$|\/bfl\/|\/claim\.ts$|\/gemini\/path/;

/** Sentences in the source that are said to people in the console. */
const sentencesOf = (path: string): string[] =>
  OTHERS.test(path)
    ? []
    : textsIn(path, new RegExp(TEXT, 'g'))
        .filter(({ text, before }) => /^\S+ .*\.$/s.test(text) && !TOLD_OTHERS.test(before))
        .map(({ text }) => text);

/** What is thrown to people: `new GatewayError('code', text`, `invalid(field, text`, `refusal(text`, `trouble('code', text`. */
const THROWN = [
  String.raw`new GatewayError\(\s*'\w+',\s*` + TEXT,
  String.raw`\binvalid\(\s*[^,()]+,\s*` + TEXT,
  String.raw`\brefusal\(\s*` + TEXT,
  String.raw`\btrouble\(\s*'\w+',\s*` + TEXT,
  String.raw`\bmessage =\s*` + TEXT,
].map((source) => new RegExp(source, 'g'));

/** Put together of messages that have keys, or an error of their own. */
const NOT_SAID = new Set([
  '',
  'The model answered without a picture.',
  '7',
  '7: 7',
  'data: 7 Use a PNG, JPEG, WebP, GIF or AVIF.',
]);

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

  it('has a key for everything that formats, providers, channels and the pipeline warn of', () => {
    const detail = new RegExp(String.raw`\bdetail(?::| =)\s*${TEXT}`, 'g');
    const rooms = ['dialects', 'providers', 'pipeline', 'routing'].map((room) => `src/${room}/**/*.ts`);
    const said = sourcesOf(rooms).flatMap((path) => [...literalsOf(path, detail), ...sentencesOf(path)]);
    expect(said.length).toBeGreaterThan(180);
    expect(unknown(said)).toEqual([]);
  });

  it('has a key for every reason to pass a channel over, whatever limit or budget it is', () => {
    const files = ['channels/from-row', 'channels/registry', 'accounts/sealer', 'pipeline/questions/explain'];
    const said = [...files, 'metering/quotas/budgets'].flatMap((name) => sentencesOf(`src/${name}.ts`));
    expect(said.length).toBeGreaterThan(10);
    expect(unknown(said)).toEqual([]);
    const limits = CHANNEL_LIMITS.map((limit) => unitOf(limit, 5));
    const quotas = MEASURES.flatMap((measure) =>
      PERIODS.map((per) => describeQuota({ measure, per, limit: 5 })),
    );
    const reasons = [...limits, ...quotas].map((limit) => messageOf(`At its limit: ${limit}`));
    expect(unknown(reasons.map((reason) => reason?.params.limit ?? 'none'))).toEqual([]);
    const refusals = [
      'is reached; it does not reset by itself',
      'leaves $1, and this request may need $2; it does not reset by itself',
      'is too low: this request may need $6',
    ];
    expect(unknown(refusals.map((rest) => `The limit of $5 per day of the channel "a" ${rest}`))).toEqual([]);
  });

  it('has a key for every reason why a cost is unknown', () => {
    const shape = new RegExp(String.raw`\bunknown:\s*${TEXT}`, 'g');
    const said = sourcesOf(['src/metering/**/*.ts', 'src/pipeline/**/*.ts']).flatMap((path) =>
      literalsOf(path, shape),
    );
    expect(said.length).toBeGreaterThan(12);
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
