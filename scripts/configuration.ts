import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { SECTIONS } from '../src/admin/contract/settings.ts';
import { HELP } from '../src/commands/cli.ts';
import { baseUrlVariable } from '../src/config/channels.ts';
import { VARIABLES } from '../src/config/variables.ts';
import { PROVIDERS } from '../src/providers/all.ts';
import { CHINESE } from './configuration/chinese.ts';
import { type FileSection, fileSections, type Member, membersOf } from './configuration/members.ts';

/** The guides that hold the reference, with their languages. */
export const GUIDES = [
  { path: 'docs/configuration.md', language: 'en' },
  { path: 'docs/configuration.zh-CN.md', language: 'zh-CN' },
] as const;

type Language = (typeof GUIDES)[number]['language'];

/** Every variable that the gateway itself reads, as the reference names them. */
export const gatewayVariables = (): readonly string[] => [
  ...fileSections().flatMap(({ members }) => members.flatMap(({ facts }) => facts.env ?? [])),
  ...Object.keys(VARIABLES),
];

/** Every text of the reference that has to be there in Chinese. */
export function texts(): ReadonlySet<string> {
  const found = new Set<string>();
  reference((text) => {
    found.add(text);
    return text;
  });
  return found;
}

/** The guide with its tables made anew, between the marks that hold them. Throws where a text has no translation. */
export function withReference(guide: string, language: Language): string {
  const blocks = Object.entries(reference(language === 'en' ? english : chinese));
  return blocks.reduce((text, [name, block]) => replaced(text, name, block), guide);
}

function replaced(text: string, name: string, block: string): string {
  const [start, end] = [`<!-- ${name}: npm run docs:configuration -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new TypeError(`the guide has no place for "${name}"`);
  return `${text.slice(0, from + start.length)}\n${block}\n${text.slice(to)}`;
}

/** A text in the guide's language. */
type Say = (text: string) => string;

const english: Say = (text) => text.replace(/docs\/([\w-]+)\.md/g, '[$1]($1.md)');
const chinese: Say = (text) => {
  const translated = CHINESE[text];
  if (translated === undefined) throw new TypeError(`scripts/configuration/chinese.ts has no "${text}"`);
  return translated.replace(/docs\/([\w-]+)\.md/g, '[$1]($1.zh-CN.md)');
};

const reference = (say: Say) => ({
  command: `\`\`\`text\n${HELP.trimEnd()}\n\`\`\``,
  file: fileSections()
    .map((section) => fileTable(section, say))
    .join('\n\n'),
  variables: variableTable(say),
  providers: providerTable(say),
  'provider-settings': providerSettings(say),
  'run-time': runTimeTable(say),
});

function fileTable({ title, members }: FileSection, say: Say): string {
  const rows = members.map((member) => [
    code(member.name),
    valuesOf(member, say),
    standard(member, say),
    [member.facts.env, member.facts.flag]
      .filter((name) => name !== undefined)
      .map(code)
      .join(', '),
    say(member.facts.description),
  ]);
  const head = ['member', 'values', 'default', 'variable, flag', 'what it decides'].map(say);
  return `### ${title ? code(title) : say('The top of the file')}\n${table(head, rows)}`;
}

function variableTable(say: Say): string {
  const rows = Object.entries(VARIABLES).map(([name, { flag, absent, description }]) => [
    code(name),
    flag ? code(flag) : '',
    absent ? say(absent) : '',
    say(description),
  ]);
  return table(['variable', 'flag', 'default', 'what it decides'].map(say), rows);
}

function providerTable(say: Say): string {
  const rows = PROVIDERS.flatMap(({ envKey, id, title, settings }) => {
    // What needs settings cannot be made of a key alone.
    if (envKey === undefined || settings?.safeParse({}).success === false) return [];
    return [[code(envKey), code(baseUrlVariable(envKey)), code(id), title]];
  });
  return table(['variable', 'base URL', 'type', 'provider'].map(say), rows);
}

function providerSettings(say: Say): string {
  const rows = PROVIDERS.flatMap(({ id, settings }) =>
    settings === undefined ? [] : membersOf(settings).map((member) => memberRow(id, member, say)),
  );
  return table(['type', 'setting', 'values', 'default', 'what it decides'].map(say), rows);
}

function runTimeTable(say: Say): string {
  const rows = Object.values(SECTIONS).flatMap(({ id, schema, defaults }) =>
    membersOf(schema, defaults).map((member) => memberRow(id, member, say)),
  );
  return table(['section', 'member', 'values', 'default', 'what it decides'].map(say), rows);
}

const memberRow = (group: string, member: Member, say: Say): string[] => [
  code(group),
  code(member.name),
  valuesOf(member, say),
  standard(member, say),
  say(member.facts.description),
];

function standard({ standard, schema, facts }: Member, say: Say): string {
  if (standard !== undefined) return code(JSON.stringify(standard));
  if (facts.absent) return say(facts.absent);
  return schema.safeParse(undefined).success ? '–' : say('required');
}

/** What may stand there, in few words. */
function valuesOf({ schema, facts }: Member, say: Say): string {
  const { anyOf = [], ...json } = z.toJSONSchema(schema, { unrepresentable: 'any' });
  const known = anyOf.find((each) => typeof each === 'object' && each.type !== 'null');
  const one = (typeof known === 'object' ? known : json) as Described;
  const unit = facts.unit ? ` ${say(facts.unit)}` : '';
  if (one.enum) return one.enum.map((value) => code(String(value))).join(', ');
  if (one.type === 'boolean') return `${code('true')}, ${code('false')}`;
  if (one.minimum !== undefined) return `${one.minimum}–${one.maximum ?? '…'}${unit}`;
  return say(KINDS[one.type ?? ''] ?? 'see right');
}

interface Described {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const KINDS: { readonly [type: string]: string } = { string: 'text', array: 'list', object: 'mapping' };

const code = (text: string): string => `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (import.meta.main) {
  for (const { path, language } of GUIDES)
    writeFileSync(path, withReference(readFileSync(path, 'utf8'), language));
}
