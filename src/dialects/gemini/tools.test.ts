import { describe, expect, it } from 'vitest';
import type { Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { jsonSchema } from './schema.ts';
import { decodeTools } from './tools.ts';

function decode(body: TreeObject) {
  const warnings: Warning[] = [];
  const warn = (kind: Warning['kind'], field: string, detail: string) =>
    void warnings.push({ kind, field, detail });
  return { ...decodeTools(body, warn), warnings };
}

const functions = (...names: string[]): TreeObject => ({
  tools: [{ functionDeclarations: names.map((name) => ({ name })) }],
});
const choosing = (config: TreeObject): TreeObject => ({
  ...functions('ls', 'cat', 'rm'),
  toolConfig: { functionCallingConfig: config },
});

describe('Gemini tools', () => {
  it('reads functions and their parameters, by Schema or JSON Schema, in either spelling', () => {
    const own = { type: 'OBJECT', properties: { n: { type: 'INTEGER', minimum: 1 } }, required: ['n'] };
    const json = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, required: ['n'] };
    const bodies = [
      { tools: [{ functionDeclarations: [{ name: 'f', description: 'd', parameters: own }] }] },
      { tools: [{ function_declarations: [{ name: 'f', description: 'd', parameters_json_schema: json }] }] },
    ];
    for (const body of bodies) {
      const tool = { type: 'function', name: 'f', description: 'd', parameters: json };
      expect(decode(body)).toEqual({ tools: [tool], extensions: {}, warnings: [] });
    }
  });

  it("keeps Google's own tools as they are, several in one element too", () => {
    const body = {
      tools: [{ google_search: {}, urlContext: {} }, { functionDeclarations: [{ name: 'f' }] }],
    };
    expect(decode(body).tools).toEqual([
      { type: 'native', format: 'gemini', name: 'googleSearch', tree: { googleSearch: {} } },
      { type: 'native', format: 'gemini', name: 'urlContext', tree: { urlContext: {} } },
      { type: 'function', name: 'f' },
    ]);
  });

  it.each([
    [{ mode: 'AUTO' }, 'auto'],
    [{ mode: 'VALIDATED' }, 'auto'],
    [{ mode: 'none' }, 'none'],
    [{ mode: 'ANY' }, 'required'],
    [{ mode: 'ANY', allowedFunctionNames: ['cat'] }, { name: 'cat' }],
    [{}, undefined],
  ])('reads the choice %j', (config, choice) => {
    expect(decode(choosing(config)).toolChoice).toEqual(choice);
  });

  it('offers only the allowed functions where several are', () => {
    const { tools, toolChoice, warnings } = decode(
      choosing({ mode: 'ANY', allowedFunctionNames: ['ls', 'cat'] }),
    );
    expect(tools?.map(({ name }) => name)).toEqual(['ls', 'cat']);
    expect(toolChoice).toBe('required');
    expect(warnings).toMatchObject([{ kind: 'emulated' }]);
  });

  it('says which parts of a declaration are lost', () => {
    const body = { tools: [{ functionDeclarations: [{ name: 'f', behavior: 'NON_BLOCKING' }] }] };
    expect(decode(body).warnings).toMatchObject([{ field: 'tools[0].functionDeclarations[0].behavior' }]);
  });

  it('names a function that has no name', () => {
    const field = 'tools[0].functionDeclarations[0].name';
    expect(() => decode({ tools: [{ functionDeclarations: [{}] }] })).toThrow(
      expect.objectContaining({ facts: { field } }),
    );
  });
});

describe("Google's Schema as JSON Schema", () => {
  it.each([
    [
      { type: 'STRING', enum: ['a'] },
      { type: 'string', enum: ['a'] },
    ],
    [
      { type: 'ARRAY', items: { type: 'NUMBER' }, minItems: '2' },
      { type: 'array', items: { type: 'number' }, minItems: 2 },
    ],
    [{ any_of: [{ type: 'STRING' }], nullable: true }, { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    [
      { type: 'OBJECT', propertyOrdering: ['type'], properties: { type: { type: 'BOOLEAN' } } },
      { type: 'object', properties: { type: { type: 'boolean' } } },
    ],
    [{ type: 'TYPE_UNSPECIFIED', description: 'd' }, { description: 'd' }],
  ])('%j', (own, json) => {
    expect(jsonSchema(own)).toEqual(json);
  });
});
