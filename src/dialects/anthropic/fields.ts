import { invalid } from '../../contract/error.ts';
import { SplicedString, type Tree } from '../../contract/tree.ts';

/** A member that must be text; long base64 in it is put together again where it is held in memory. */
export function requiredText(value: Tree | undefined, at: string): string {
  if (typeof value === 'string') return value;
  if (!(value instanceof SplicedString)) {
    throw invalid(at, value === undefined ? `${at} is missing.` : `${at} must be a string.`);
  }
  const text = value.toText();
  if (text !== undefined) return text;
  throw invalid(at, `${at} holds megabytes of base64 where text is expected; send pictures as image blocks.`);
}

/** Null counts as absent, here and in all that follows. */
export const optionalText = (value: Tree | undefined, at: string): string | undefined =>
  value === undefined || value === null ? undefined : requiredText(value, at);

export function optionalBoolean(value: Tree | undefined, at: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw invalid(at, `${at} must be true or false.`);
}

export function optionalNumber(
  value: Tree | undefined,
  at: string,
  [min, max]: readonly [min: number, max: number],
): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw invalid(at, `${at} must be a number from ${min} to ${max}.`);
}

export const isText = (value: Tree | undefined): value is string | SplicedString =>
  typeof value === 'string' || value instanceof SplicedString;
