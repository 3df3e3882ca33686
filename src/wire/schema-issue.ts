import type { z } from 'zod';
import { member, type Tree } from '../contract/tree.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  tuple: 'an array',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** A schema's complaint about a client's request: the path of the field as clients write it, and a sentence about it. */
export function describe(issues: readonly Issue[], tree: Tree | undefined, at: string) {
  const issue = deepest(issues);
  if (issue === undefined) return { field: at, message: 'The request is not valid.' };
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  const field = fieldAt(at, path);
  const isMissing = path.length > 0 && valueAt(tree, path) === undefined;
  const subject = field === '' ? 'The body' : `"${field}"`;
  return { field, message: `${subject} ${isMissing ? 'is required' : complaint(issue)}.` };
}

/** `tools[0].image_generation.size` */
function fieldAt(at: string, path: Path): string {
  return path.reduce<string>((field, key) => {
    if (typeof key === 'number') return `${field}[${key}]`;
    return field === '' ? String(key) : `${field}.${String(key)}`;
  }, at);
}

function valueAt(tree: Tree | undefined, path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>((value, key) => {
    if (typeof key === 'number') return Array.isArray(value) ? (value as readonly Tree[])[key] : undefined;
    return member(value, String(key));
  }, tree);
}

/**
 * The issue that is farthest down. Where the alternatives of a union all fail, the one whose fault lies deepest is the
 * one that was meant.
 */
function deepest(issues: readonly Issue[]): Issue | undefined {
  let found: Issue | undefined;
  for (const issue of issues.map(insideUnion)) {
    if (found === undefined || issue.path.length > found.path.length) found = issue;
  }
  return found;
}

function insideUnion(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = deepest(issue.errors.flat());
  return inner && inner.path.length > 0 ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}

function complaint(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'is not a known field';
    case 'too_small':
      return isEmptiness(issue)
        ? 'must not be empty'
        : `must ${bound('at least', issue.origin, issue.minimum)}`;
    case 'too_big':
      return `must ${bound('at most', issue.origin, issue.maximum)}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return issue.format === 'regex' ? `must match ${issue.pattern}` : `must be a valid ${issue.format}`;
    case 'custom':
      return issue.message;
    default:
      return `must be ${expected(issue)}`;
  }
}

const isEmptiness = ({ origin, minimum }: z.core.$ZodIssueTooSmall): boolean =>
  minimum === 1 && (origin === 'string' || origin === 'array');

function bound(word: string, origin: string, limit: number | bigint): string {
  if (origin === 'string') return `have ${word} ${limit} characters`;
  if (origin === 'array') return `have ${word} ${limit} entries`;
  return `be ${word} ${limit}`;
}

/** What may stand there, as words that follow "must be". */
function expected(issue: Issue): string {
  if (issue.code === 'invalid_type') return TYPE_NAMES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return oneOf(issue.values);
  if (issue.code === 'invalid_union') {
    if ('options' in issue && issue.options) return oneOf(issue.options);
    const branches = issue.errors.flatMap((errors) => errors.slice(0, 1)).map(expected);
    return [...new Set(branches)].join(' or ');
  }
  return complaint(issue).replace(/^must be /, '');
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  return words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`;
}
