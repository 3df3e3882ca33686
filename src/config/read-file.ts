import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { z } from 'zod';
import { closest } from '../lib/closest.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import type { Environment } from './expand.ts';
import { type ConfigFile, fileSchema, knownKeys } from './file-schema.ts';
import { type Path, YamlFile } from './yaml-file.ts';

export interface ReadConfigFile {
  readonly file: YamlFile;
  readonly content: ConfigFile;
}

/** Reads and checks the YAML file at the absolute `path`. Throws ConfigError with all problems and their places. */
export async function readConfigFile(path: string, cwd: string, env: Environment): Promise<ReadConfigFile> {
  const name = relative(cwd, path).startsWith('..') ? path : relative(cwd, path);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const message = error.code === 'ENOENT' ? 'no such file' : `cannot be read (${error.code})`;
    throw new ConfigError([{ where: name, message }]);
  });
  const file = new YamlFile(text, name, env);
  const parsed = fileSchema.safeParse(file.data ?? {});
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap((issue) => describe(issue, file)));
  const problems = duplicates(parsed.data, file);
  if (problems.length > 0) throw new ConfigError(problems);
  return { file, content: parsed.data };
}

function describe(issue: z.core.$ZodIssue, file: YamlFile): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue.path, file));
  const missing = issue.code === 'invalid_type' && valueAt(file.data, issue.path) === undefined;
  const reason = missing ? 'is required' : issue.message.replace(/^Invalid (input|option): /, '');
  return [{ where: file.whereValue(issue.path), message: `${dotted(issue.path)}${reason}` }];
}

function unknownKey(key: string, path: Path, file: YamlFile): ConfigProblem {
  const known = knownKeys(path);
  const hint = closest(key, known);
  const advice = hint ? `did you mean "${hint}"?` : `known here: ${known.join(', ')}`;
  return { where: file.whereKey([...path, key]), message: `${dotted(path)}unknown key "${key}", ${advice}` };
}

/** `channels[0].name: `; empty for the top. */
const dotted = (path: Path): string =>
  path.length === 0
    ? ''
    : `${path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')}: `.slice(
        1,
      );

const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null)?.[key], data);

function duplicates({ channels, api_keys }: ConfigFile, file: YamlFile): ConfigProblem[] {
  const keys = api_keys ?? [];
  return [
    ...repeated('channels', 'name', channels ?? [], file),
    ...repeated('api_keys', 'name', keys, file),
    ...repeated('api_keys', 'key', keys, file),
  ];
}

function repeated<K extends string>(
  list: string,
  key: K,
  entries: readonly { readonly [key in K]: string }[],
  file: YamlFile,
): ConfigProblem[] {
  return entries.flatMap((entry, index) => {
    const first = entries.findIndex((other) => other[key] === entry[key]);
    if (first === index) return [];
    const message = `${list}[${index}].${key}: is the same as that of ${list}[${first}]`;
    return [{ where: file.whereValue([list, index, key]), message }];
  });
}
