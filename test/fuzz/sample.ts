import * as z from 'zod';

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
  readonly minimum?: number;
  readonly format?: string;
  readonly $ref?: string;
}

const DEEPEST = 8;

/** A value that has every member a schema names; not always valid, always near to it. */
export function sampleOf(type: z.ZodType): unknown {
  const schema = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema;
  return sample(schema, 0);
}

function sample(schema: Schema, depth: number): unknown {
  if (depth > DEEPEST) return null;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [one] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (one) return sample(one, depth + 1);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, member]) => [name, sample(member, depth + 1)]),
      );
    case 'array':
      return schema.items ? [sample(schema.items, depth + 1)] : [];
    case 'string':
      return schema.default ?? (schema.format === 'uri' ? 'https://example.com/' : 'demo');
    case 'integer':
    case 'number':
      return schema.default ?? Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return schema.default ?? true;
    default:
      return null;
  }
}
