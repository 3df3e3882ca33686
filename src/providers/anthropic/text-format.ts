import type { TextFormat, Warning } from '../../contract/request.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import type { Generation } from './generation.ts';

export interface EncodedFormat {
  /** Member of `output_config`. */
  readonly format?: TreeObject;
  /** Words for the system prompt, where the model cannot be held to the form. */
  readonly words?: string;
  readonly warnings: readonly Warning[];
}

/** The form the answer must have: as a schema where the model takes one, else in words. */
export function encodeFormat(format: TextFormat | undefined, { schemas }: Generation): EncodedFormat {
  if (!format) return { warnings: [] };
  if (format.kind === 'json-object') return hinted('Answer with one JSON object and nothing else.');
  if (schemas) return { format: { type: 'json_schema', schema: closed(format.schema) }, warnings: [] };
  return hinted(
    `Answer with nothing but JSON that follows this JSON Schema: ${JSON.stringify(format.schema)}`,
  );
}

const hinted = (words: string): EncodedFormat => ({
  words,
  warnings: [
    {
      kind: 'hinted',
      field: 'response_format',
      detail: 'Claude was asked for this form in the system prompt.',
    },
  ],
});

/** quirk(anthropic): objects must say `additionalProperties: false`. — platform.claude.com structured outputs, seen 2026-11 */
function closed(schema: Tree | undefined): Tree {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema ?? null;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, LITERAL.has(key) ? value : closed(value)]),
  );
  const open = schema.type === 'object' && schema.additionalProperties === undefined;
  return open ? { ...inner, additionalProperties: false } : inner;
}

/** Members that hold values, not schemas. */
const LITERAL: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required']);
