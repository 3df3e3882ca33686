import { describe, expect, it } from 'vitest';
import { closedSchema, strictFormat } from './strict-schema.ts';

const format = (schema: object, strict?: boolean | 'where-possible') => ({
  ...({ kind: 'json-schema', name: 'answer', schema: schema as never } as const),
  ...(strict !== undefined && { strict }),
});
const inner = { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] };
const whole = { type: 'object', properties: { a: { type: 'array', items: inner } }, required: ['a'] };

describe('a schema that the client was promised', () => {
  it('is closed and asked for strictly where all members are required', () => {
    const { format: asked, warning } = strictFormat(format(whole, 'where-possible'));
    expect(warning).toBeUndefined();
    expect(asked).toEqual({
      ...{ name: 'answer', strict: true },
      schema: {
        ...{ type: 'object', required: ['a'], additionalProperties: false },
        properties: { a: { type: 'array', items: { ...inner, additionalProperties: false } } },
      },
    });
  });

  it.each([
    ['a member that may be left out', { ...whole, required: [] }],
    ['one within', { ...whole, properties: { a: { ...inner, required: [] } } }],
    ['members of any name', { ...whole, additionalProperties: true }],
  ])('is given without the promise, and the client told, for %s', (_what, schema) => {
    const { format: asked, warning } = strictFormat(format(schema, 'where-possible'));
    expect(asked).toEqual({ name: 'answer', schema });
    expect(warning).toMatchObject({ kind: 'hinted', field: 'response_format' });
  });
});

it.each([true, false, undefined])('leaves what a client said of strictness (%s) as it is', (strict) => {
  const open = { type: 'object', properties: { a: {} } };
  const { format: asked, warning } = strictFormat(format(open, strict));
  expect(asked).toEqual({ name: 'answer', schema: open, ...(strict !== undefined && { strict }) });
  expect(warning).toBeUndefined();
});

it('closes objects, not members that are named like keywords', () => {
  const schema = {
    type: 'object',
    properties: { type: { type: 'object' }, enum: { type: 'object' } },
    enum: [{ type: 'object' }],
  };
  const closed = { type: 'object', additionalProperties: false };
  expect(closedSchema(schema)).toEqual({
    ...{ type: 'object', additionalProperties: false, enum: [{ type: 'object' }] },
    properties: { type: closed, enum: closed },
  });
});
