import { readFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import type { Environment } from './expand.ts';
import { type ConfigFile, fileSchema, knownKeys } from './file-schema.ts';
import { describeIssue, type Issue } from './issue.ts';
import { withKeysFromFiles } from './key-files.ts';
import type { YamlFile } from './yaml-file.ts';

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
  // Most gateways start without a file, and then the parser's loading time is for nothing.
  const { YamlFile } = await import('./yaml-file.ts');
  const file = new YamlFile(text, name, env);
  const parsed = fileSchema.safeParse(file.data ?? {});
  if (!parsed.success) throw new ConfigError(problemsOf(parsed.error.issues, file));
  const problems = duplicates(parsed.data, file);
  const content = await withKeysFromFiles(parsed.data, dirname(path), file, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return { file, content };
}

const problemsOf = (issues: readonly Issue[], file: YamlFile): ConfigProblem[] =>
  issues.flatMap((issue) => describeIssue(issue, file, knownKeys(issue.path)));

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
