import type { z } from 'zod';
import { GatewayError, invalid } from '../../contract/error.ts';

/**
 * A part of a call as its schema reads it.
 * @param place what stands before the names of members in messages, as in `query.limit`; none for bodies
 * @throws GatewayError `invalid_request`, naming the member
 */
export function readInput(
  schema: z.ZodType | undefined,
  given: unknown,
  place?: 'params' | 'query',
): unknown {
  if (!schema) return undefined;
  const read = schema.safeParse(given ?? {});
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (!issue) throw new GatewayError('invalid_request', 'The request is malformed.');
  const at = pathOf(place === undefined ? issue.path : [place, ...issue.path]);
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys.map((key) => `"${key}"`).join(', ');
    throw invalid(pathOf([...issue.path, ...issue.keys.slice(0, 1)]), `Unknown: ${unknown}.`);
  }
  throw invalid(at, at === '' ? issue.message : `${at}: ${issue.message}`);
}

/** As `models[0].name`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}
