import * as z from 'zod';

/** A model that a channel serves. */
export interface ChannelModel {
  /** What clients ask for. */
  readonly name: string;
  /** What the upstream is asked for. */
  readonly upstream: string;
  /** The well-known model whose abilities it has, for ids that say nothing (`ep-20260101-abcde`). */
  readonly like?: string;
}

/** Keys of the long form. */
export const MODEL_KEYS = ['name', 'upstream', 'like'];
const EXPECTED = 'expected a model name, {name: upstream-name} or {name, upstream, like}';

type Report = (message: string, path?: readonly PropertyKey[], unknownKeys?: string[]) => void;

/**
 * The `models` of a channel: a list whose entries are names, `{name: upstream-name}` pairs or
 * `{name, upstream, like}` objects; or one mapping of names to upstream names.
 */
export const channelModels = z.unknown().transform((input, context): ChannelModel[] => {
  const report: Report = (message, path = [], keys) => {
    const place = { message, path: [...path], input: undefined };
    context.issues.push(keys ? { ...place, code: 'unrecognized_keys', keys } : { ...place, code: 'custom' });
  };
  const models = readModels(input, report);
  const seen = new Set<string>();
  for (const { name } of models) {
    if (seen.has(name)) report(`the model "${name}" is listed twice`);
    seen.add(name);
  }
  return models;
});

function readModels(input: unknown, report: Report): ChannelModel[] {
  if (Array.isArray(input)) return input.flatMap((entry, index) => readEntry(entry, [index], report));
  if (isRecord(input)) return readPairs(input, [], report);
  report('expected a list of models');
  return [];
}

function readEntry(entry: unknown, path: PropertyKey[], report: Report): ChannelModel[] {
  if (typeof entry === 'string' && entry !== '') return [{ name: entry, upstream: entry }];
  if (isRecord(entry))
    return 'name' in entry ? readLongForm(entry, path, report) : readPairs(entry, path, report);
  report(EXPECTED, path);
  return [];
}

function readLongForm(entry: Record<string, unknown>, path: PropertyKey[], report: Report): ChannelModel[] {
  const unknown = Object.keys(entry).filter((key) => !MODEL_KEYS.includes(key));
  if (unknown.length > 0) report('unknown keys', path, unknown);
  for (const key of MODEL_KEYS) {
    const value = entry[key];
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      report('expected a text', [...path, key]);
    }
  }
  const { name, upstream = name, like } = entry;
  if (typeof name !== 'string' || typeof upstream !== 'string') return [];
  return [{ name, upstream, ...(typeof like === 'string' && { like }) }];
}

function readPairs(pairs: Record<string, unknown>, path: PropertyKey[], report: Report): ChannelModel[] {
  return Object.entries(pairs).flatMap(([name, upstream]) => {
    if (typeof upstream === 'string' && upstream !== '') return [{ name, upstream }];
    report(EXPECTED, [...path, name]);
    return [];
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
