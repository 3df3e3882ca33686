import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSchema } from '../../../test/upstreams/gemini-tools.ts';
import type { Tree } from '../../contract/tree.ts';
import { cleanSchema } from './schema.ts';

const cleaned = (schema: Tree) => cleanSchema(schema).schema;

describe("JSON Schemas in Gemini's words", () => {
  it.each<[string, Tree, Tree]>([
    ['const', { const: 'a' }, { enum: ['a'] }],
    [
      'definitions',
      { definitions: { A: { type: 'string' } }, $ref: '#/definitions/A' },
      { $defs: { A: { type: 'string' } }, $ref: '#/$defs/A' },
    ],
    [
      'an exclusive whole bound',
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 },
      { type: 'integer', minimum: 1, maximum: 9 },
    ],
    ['an exclusive bound', { type: 'number', exclusiveMinimum: 0 }, { type: 'number', minimum: 0 }],
    [
      'a tuple of older drafts',
      { type: 'array', items: [{ type: 'string' }] },
      { type: 'array', prefixItems: [{ type: 'string' }] },
    ],
    [
      'allOf',
      {
        allOf: [
          { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          { properties: { b: {} } },
        ],
        required: ['b'],
      },
      { type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['a', 'b'] },
    ],
  ])('say %s otherwise', (_, schema, expected) => {
    expect(cleanSchema(schema)).toEqual({ schema: expected, dropped: [] });
  });

  it('lose notes in silence and restrictions by name', () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: {
        a: { type: 'string', pattern: '^a', default: 'a', minLength: 1 },
        b: { type: 'string', pattern: '^b' },
      },
      not: {},
    };
    expect(cleanSchema(schema)).toEqual({
      schema: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
      dropped: ['pattern', 'minLength', 'not'],
    });
  });

  it('keep properties whose names are words of JSON Schema', () => {
    const schema = {
      type: 'object',
      properties: { pattern: { type: 'string' }, const: { type: 'number' } },
      required: ['pattern'],
    };
    expect(cleanSchema(schema)).toEqual({ schema, dropped: [] });
  });

  it('are never refused, however they are nested', () => {
    const words = [
      'type',
      'pattern',
      'const',
      'default',
      'minimum',
      'format',
      'exclusiveMinimum',
      'uniqueItems',
      'if',
    ];
    const plain = fc.dictionary(fc.constantFrom(...words), fc.oneof(fc.string(), fc.integer()), {
      maxKeys: 3,
    });
    const { schema } = fc.letrec<{ schema: Tree }>((tie) => {
      const under = (names: readonly string[], value: fc.Arbitrary<Tree>) =>
        fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 1 });
      const named = fc.dictionary(fc.constantFrom('a', 'type', 'const'), tie('schema'), { maxKeys: 2 });
      const node = fc
        .tuple(
          plain,
          under(['items', 'additionalProperties', 'not', 'contains'], tie('schema')),
          under(['anyOf', 'allOf', 'oneOf', 'prefixItems'], fc.array(tie('schema'), { maxLength: 2 })),
          under(['properties', '$defs', 'definitions'], named),
        )
        .map((members): Tree => Object.assign({}, ...members));
      return { schema: fc.oneof({ maxDepth: 4 }, plain, node) };
    });
    fc.assert(
      fc.property(schema, (each) => {
        const once = cleaned(each);
        checkSchema(JSON.parse(JSON.stringify(once)), 'schema');
        expect(cleaned(once)).toEqual(once);
      }),
    );
  });
});
