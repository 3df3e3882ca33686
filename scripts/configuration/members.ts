import * as z from 'zod';
import { DEFAULTS } from '../../src/config/defaults.ts';
import { fileSchema, type SettingFacts } from '../../src/config/file-schema.ts';

/** One thing that can be decided. */
export interface Member {
  readonly name: string;
  readonly schema: z.ZodType;
  /** Undefined: there is none that is always the same. */
  readonly standard?: unknown;
  readonly facts: SettingFacts;
}

/** A mapping of the configuration file, or each entry of a list. */
export interface FileSection {
  /** As `blobs.s3`, with `[]` behind a list's name; empty for the top. */
  readonly title: string;
  readonly members: readonly Member[];
}

/** The file's members, the top first. Throws where one says nothing of itself, or a default belongs to none. */
export function fileSections(): readonly FileSection[] {
  const sections = sectionsOf(fileSchema, '', DEFAULTS);
  return sections.filter(({ members }) => members.length > 0);
}

function sectionsOf(schema: z.ZodObject, title: string, defaults: object): FileSection[] {
  const inner: FileSection[] = [];
  const members: Member[] = [];
  const named = defaults as { readonly [name: string]: unknown };
  const stray = Object.keys(named).find((name) => !(name in schema.shape));
  if (stray !== undefined)
    throw new TypeError(`the default of "${stray}" belongs to no member of "${title}"`);
  for (const [name, member] of Object.entries(schema.shape) as [string, z.ZodType][]) {
    const bare = unwrapped(member);
    const element = bare instanceof z.ZodArray ? unwrapped(bare.element as z.ZodType) : bare;
    const path = [title, name].filter(Boolean).join('.');
    if (element instanceof z.ZodObject)
      inner.push(
        ...sectionsOf(element, element === bare ? path : `${path}[]`, (named[name] ?? {}) as object),
      );
    else members.push(memberOf(name, member, named[name]));
  }
  return [{ title, members }, ...inner];
}

/** The members of a section of settings, or of a provider's: what `shape` holds are Zod's schemas. */
export function membersOf(
  { shape }: { readonly shape: { readonly [name: string]: unknown } },
  defaults: { readonly [name: string]: unknown } = {},
): Member[] {
  return Object.entries(shape).map(([name, schema]) => memberOf(name, schema as z.ZodType, defaults[name]));
}

function memberOf(name: string, schema: z.ZodType, given: unknown): Member {
  const facts = schema.meta() as SettingFacts | undefined;
  if (facts?.description === undefined) throw new TypeError(`"${name}" has no description`);
  const standard = given === undefined && schema instanceof z.ZodDefault ? schema.def.defaultValue : given;
  return { name, schema, facts, ...(standard !== undefined && { standard }) };
}

/** Without what says that it may be absent. */
const unwrapped = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
