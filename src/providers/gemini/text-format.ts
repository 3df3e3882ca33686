import type { ChatRequest, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { isThird } from './generation.ts';
import { cleanSchema } from './schema.ts';
import { droppedWarning } from './tools.ts';

interface Format {
  readonly fields: TreeObject;
  readonly warnings: readonly Warning[];
}

const FIELD = 'response_format';

/** The form the answer must have, as `responseMimeType` and `responseJsonSchema`. */
export function encodeFormat(
  { output, tools = [] }: ChatRequest,
  model: string,
  drawsPictures: boolean,
): Format {
  const { format } = output;
  if (!format) return { fields: {}, warnings: [] };
  if (drawsPictures) return left('A model that draws cannot be held to a form.');
  // quirk(gemini): before Gemini 3 "Function calling with a response mime type: 'application/json' is unsupported" — npm @ai-sdk/google 4.0.121, seen 2026-11
  if (tools.length > 0 && !isThird(model))
    return left(`${model} cannot be held to a form while it has tools.`);
  const responseMimeType = 'application/json';
  if (format.kind === 'json-object') return { fields: { responseMimeType }, warnings: [] };
  const { schema, dropped } = cleanSchema(format.schema);
  return {
    fields: { responseMimeType, responseJsonSchema: schema },
    warnings: droppedWarning(FIELD, dropped),
  };
}

const left = (detail: string): Format => ({
  fields: {},
  warnings: [{ kind: 'ignored', field: FIELD, detail }],
});
