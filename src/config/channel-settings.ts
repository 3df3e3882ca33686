import type { SettingsSchema } from '../contract/provider.ts';
import type { ConfigProblem } from './config-error.ts';
import { describeIssue } from './issue.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/** Where a channel's settings stand. */
export interface SettingsPlace {
  readonly file: YamlFile;
  /** As `channels`, 0, `settings`. */
  readonly path: Path;
}

/** The settings as the provider's schema reads them, or what is wrong with them. */
export function readSettings(
  schema: SettingsSchema | undefined,
  given: unknown,
  { file, path }: SettingsPlace,
): { readonly settings?: unknown } | { readonly problems: readonly ConfigProblem[] } {
  if (!schema) {
    if (given === undefined || given === null) return {};
    const [list, index, key] = path.map(String);
    const message = `${list}[${index}].${key}: channels of this type have no settings`;
    return { problems: [{ where: file.whereKey(path), message }] };
  }
  const read = schema.safeParse(given ?? {});
  if (read.success) return { settings: read.data };
  const known = Object.keys(schema.shape);
  const inFile = read.error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
  return { problems: inFile.flatMap((issue) => describeIssue(issue, file, known)) };
}
