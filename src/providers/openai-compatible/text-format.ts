import type { TextFormat } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import type { Carrier } from './carrier.ts';
import { ignored } from './ignored.ts';
import { strictFormat } from './strict-schema.ts';

/** `response_format`, and words for the model where the upstream cannot hold it to a schema. */
export function encodeTextFormat(
  format: TextFormat | undefined,
  { options, target, warn }: Carrier,
): { readonly fields: TreeObject; readonly hint?: string } {
  if (!format) return { fields: {} };
  const strictest = options.format?.(target.model) ?? 'schema';
  if (strictest === 'none') warn(ignored('response_format', 'The upstream answers in free text only.'));
  const fields = strictest === 'none' ? {} : { response_format: { type: 'json_object' } };
  if (format.kind === 'json-object') return { fields };
  if (strictest === 'schema') {
    const { format: schema, warning } = strictFormat(format);
    if (warning) warn(warning);
    return { fields: { response_format: { type: 'json_schema', json_schema: schema } } };
  }
  const detail = 'The upstream knows no schemas; the model was asked in words to keep to this one.';
  warn({ kind: 'hinted', field: 'response_format', detail });
  const hint = `Answer with one JSON value that matches this JSON Schema, and with nothing else: ${JSON.stringify(format.schema)}`;
  return { fields, hint };
}
