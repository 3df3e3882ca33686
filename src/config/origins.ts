import * as z from 'zod';
import { DEFAULTS } from './defaults.ts';
import type { Environment } from './expand.ts';
import { type ConfigFile, fileSchema, type SettingFacts } from './file-schema.ts';
import type { ConfigOptions } from './settings.ts';

/** What was decided of a member of the configuration file, and where. */
export interface ConfiguredMember {
  /** As `server.body_limit_mb`. */
  readonly name: string;
  /** Null: nothing was said, and there is no fixed default. */
  readonly value: string | null;
  readonly unit: NonNullable<SettingFacts['unit']> | null;
  readonly from: 'flag' | 'variable' | 'file' | 'default';
  readonly variable: string | null;
  readonly flag: string | null;
  readonly description: string;
}

interface Given {
  readonly options: ConfigOptions;
  readonly env: Environment;
  readonly content: ConfigFile;
}

/** Those that hold secrets, or lists of things that have pages of their own, are left out. */
const SHOWN = ['server', 'images', 'answers', 'jobs', 'routing'] as const;
const FLAGS: { readonly [flag: string]: keyof ConfigOptions } = { '--port': 'port', '--host': 'host' };

export function configuredMembers(given: Given): ConfiguredMember[] {
  return SHOWN.flatMap((section) => {
    const schema = bare(fileSchema.shape[section]);
    return Object.entries(schema.shape).map(([name, member]) =>
      memberOf({ section, name, facts: (member as z.ZodType).meta() as unknown as SettingFacts }, given),
    );
  });
}

function memberOf(
  { section, name, facts }: { section: (typeof SHOWN)[number]; name: string; facts: SettingFacts },
  { options, env, content }: Given,
): ConfiguredMember {
  const option = facts.flag === undefined ? undefined : FLAGS[facts.flag];
  const [from, value] = firstGiven([
    ['flag', option && options[option]],
    ['variable', facts.env && env[facts.env]],
    ['file', (content[section] as { readonly [name: string]: unknown } | null | undefined)?.[name]],
    ['default', (DEFAULTS[section] as { readonly [name: string]: unknown })[name]],
  ]);
  return {
    name: `${section}.${name}`,
    value,
    unit: facts.unit ?? null,
    from,
    variable: facts.env ?? null,
    flag: facts.flag ?? null,
    description: facts.description,
  };
}

function firstGiven(
  places: readonly (readonly [ConfiguredMember['from'], unknown])[],
): [ConfiguredMember['from'], string | null] {
  const found = places.find(([, value]) => value !== undefined && value !== null && value !== '');
  if (!found) return ['default', null];
  const [from, value] = found;
  return [from, Array.isArray(value) ? value.join(', ') : String(value)];
}

/** The mapping itself, without what says that it may be absent. */
function bare(schema: z.ZodType): z.ZodObject {
  if (schema instanceof z.ZodObject) return schema;
  return bare((schema as z.ZodOptional<z.ZodType>).unwrap() as z.ZodType);
}
