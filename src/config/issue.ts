import { closest } from '../lib/closest.ts';
import type { ConfigProblem } from './config-error.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/** What a schema finds wrong, as Zod says it. */
export interface Issue {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly keys?: readonly string[];
}

/** What is wrong in the operator's words, with its place in the file. `knownKeys` are those allowed where the issue is. */
export function describeIssue(issue: Issue, file: YamlFile, knownKeys: readonly string[]): ConfigProblem[] {
  const { code, path, keys = [] } = issue;
  if (code === 'unrecognized_keys') return keys.map((key) => unknownKey(key, path, file, knownKeys));
  const missing = code === 'invalid_type' && valueAt(file.data, path) === undefined;
  const reason = missing ? 'is required' : issue.message.replace(/^Invalid (input|option): /, '');
  return [{ where: file.whereValue(path), message: `${dotted(path)}${reason}` }];
}

function unknownKey(key: string, path: Path, file: YamlFile, known: readonly string[]): ConfigProblem {
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
  path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    data,
  );
