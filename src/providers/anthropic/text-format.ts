import type { TextFormat, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { closedSchema } from '../openai-compatible/strict-schema.ts';
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
  // quirk(anthropic): objects must say `additionalProperties: false`. — platform.claude.com structured outputs, seen 2026-11
  if (schemas) return { format: { type: 'json_schema', schema: closedSchema(format.schema) }, warnings: [] };
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
