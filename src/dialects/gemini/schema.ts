import { asArray, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { camel } from './members.ts';

const COUNTS = ['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties'];

/**
 * Google's `Schema` (a subset of OpenAPI 3.0: types in upper case, `nullable`, counts as strings) as JSON Schema.
 */
export function jsonSchema(tree: Tree): Tree {
  if (!isObject(tree)) return tree;
  const { nullable, type, ...members } = named(tree);
  const schema = Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, read(name, value)]),
  );
  const lower = typeof type === 'string' ? type.toLowerCase() : type;
  if (lower === undefined || lower === 'type_unspecified') return nullable ? orNull(schema) : schema;
  return { type: nullable === true && typeof lower === 'string' ? [lower, 'null'] : lower, ...schema };
}

/** The members under camel-case names, without the one that only Google knows. */
function named(tree: TreeObject): { [name: string]: Tree | undefined } {
  const entries = Object.entries(tree).map(([name, value]) => [camel(name), value] as const);
  return Object.fromEntries(entries.filter(([name]) => name !== 'propertyOrdering'));
}

function read(name: string, value: Tree | undefined): Tree | undefined {
  if (value === undefined) return undefined;
  if (name === 'properties') return mapMembers(value);
  if (name === 'items' || name === 'additionalProperties') return jsonSchema(value);
  if (name === 'anyOf' || name === 'prefixItems') return asArray(value).map(jsonSchema);
  return COUNTS.includes(name) && typeof value === 'string' ? Number(value) : value;
}

function mapMembers(properties: Tree): Tree {
  if (!isObject(properties)) return properties;
  const entries = Object.entries(properties).flatMap(([name, value]): [string, Tree][] =>
    value === undefined ? [] : [[name, jsonSchema(value)]],
  );
  return Object.fromEntries(entries);
}

const orNull = (schema: TreeObject): TreeObject =>
  Array.isArray(schema.anyOf)
    ? { ...schema, anyOf: [...(schema.anyOf as readonly Tree[]), { type: 'null' }] }
    : schema;
