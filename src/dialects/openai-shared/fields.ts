import { invalid } from '../../contract/error.ts';
import { SplicedString, type Tree } from '../../contract/tree.ts';

/** A member that must be a number within bounds when it is there; null counts as absent. */
export function optionalNumber(
  value: Tree | undefined,
  at: string,
  min: number,
  max: number,
): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw invalid(at, `${at} must be a number from ${min} to ${max}.`);
}

export function optionalBoolean(value: Tree | undefined, at: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw invalid(at, `${at} must be true or false.`);
}

export function optionalText(value: Tree | undefined, at: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  return requiredText(value, at);
}

export function requiredText(value: Tree | undefined, at: string): string {
  if (typeof value === 'string') return value;
  const text = value instanceof SplicedString ? value.toText() : undefined;
  if (text !== undefined) return text;
  if (value instanceof SplicedString) {
    throw invalid(
      at,
      `${at} holds megabytes of base64 where text is expected; send pictures as image_url parts.`,
    );
  }
  throw invalid(at, value === undefined ? `${at} is missing.` : `${at} must be a string.`);
}
