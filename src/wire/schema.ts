import * as z from 'zod';
import { GatewayError } from '../contract/error.ts';
import { SplicedString, type Tree } from '../contract/tree.ts';
import { describe } from './schema-issue.ts';

/**
 * The tree as the schema reads it. `at` is the path of the tree in the client's request, as `tools[0]`.
 * @throws GatewayError `invalid_request` whose `field` is the path of what is wrong.
 */
export function parse<S extends z.ZodType>(schema: S, tree: Tree | undefined, at = ''): z.output<S> {
  const result = schema.safeParse(tree);
  if (result.success) return result.data;
  const { field, message } = describe(result.error.issues, tree, at);
  throw new GatewayError('invalid_request', message, field === '' ? {} : { field });
}

/** Any string, however long; pictures may stand in it as payloads. */
export const longString = () =>
  z.custom<string | SplicedString>(
    (value) => typeof value === 'string' || value instanceof SplicedString,
    'must be a string',
  );

/** A string that is read as text. A spliced one becomes whole again, where its payloads are held in memory. */
export const text = () =>
  longString().transform((value, context): string => {
    const whole = typeof value === 'string' ? value : value.toText();
    if (whole !== undefined) return whole;
    context.issues.push({ code: 'custom', input: value, message: 'is too long for a text' });
    return z.NEVER;
  });
