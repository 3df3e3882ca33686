import type { TextFormat, Warning } from '../../contract/request.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';

type SchemaFormat = Extract<TextFormat, { kind: 'json-schema' }>;

/** Keywords whose value is a schema, or a list of them. */
const ONE_OR_MORE: ReadonlySet<string> = new Set([
  ...['items', 'prefixItems', 'additionalProperties', 'contains'],
  ...['anyOf', 'oneOf', 'allOf', 'not', 'if', 'then', 'else'],
]);
/** Keywords whose value names schemas. */
const NAMED: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs', 'definitions']);

/** The schema with `change` made to it and to every schema within. */
function everySchema(schema: Tree | undefined, change: (schema: TreeObject) => TreeObject): Tree {
  if (Array.isArray(schema)) return schema.map((each) => everySchema(each, change));
  if (!isObject(schema)) return schema ?? null;
  const inner = Object.entries(schema).map(([key, value]): [string, Tree | undefined] => {
    if (ONE_OR_MORE.has(key)) return [key, everySchema(value, change)];
    if (!NAMED.has(key) || !isObject(value)) return [key, value];
    const named = Object.entries(value).map(([name, each]) => [name, everySchema(each, change)]);
    return [key, Object.fromEntries(named)];
  });
  return change(Object.fromEntries(inner));
}

/** Objects take no members but their own, unless the schema says otherwise. */
export const closedSchema = (schema: Tree): Tree =>
  everySchema(schema, (each) =>
    each.type === 'object' && each.additionalProperties === undefined
      ? { ...each, additionalProperties: false }
      : each,
  );

/**
 * quirk(openai): strict mode takes closed objects only, all of whose members are required, and refuses every other schema with a 400.
 * — structured outputs guide, "supported schemas", seen 2026-11
 */
function fitsStrictMode(schema: Tree): boolean {
  let fits = true;
  everySchema(schema, (each) => {
    if (each.type === 'object' || each.properties !== undefined) {
      const required = Array.isArray(each.required) ? each.required : [];
      const names = isObject(each.properties) ? Object.keys(each.properties) : [];
      fits &&= each.additionalProperties === false && names.every((name) => required.includes(name));
    }
    return each;
  });
  return fits;
}

/**
 * How a schema is asked for where strictness is a wish of its own. Formats that have no such word (`strict: 'where-possible'`) promise
 * the schema, so strict mode is asked for where the schema fits it; where it does not, the client is told.
 */
export function strictFormat(format: SchemaFormat): {
  readonly format: TreeObject;
  readonly warning?: Warning;
} {
  const { kind: _, strict, ...rest } = format;
  if (strict !== 'where-possible') return { format: { ...rest, ...(strict !== undefined && { strict }) } };
  const schema = closedSchema(format.schema);
  if (fitsStrictMode(schema)) return { format: { ...rest, schema, strict: true } };
  return {
    format: rest,
    warning: {
      kind: 'hinted',
      field: 'response_format',
      detail:
        'The upstream promises a schema only where all members are required and no others allowed: the model was given this one without the promise.',
    },
  };
}
