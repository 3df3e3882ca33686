import { describe, expect, it } from 'vitest';
import { chatJob } from '../../../test/contract/jobs.ts';
import type { ChatRequest, Tool } from '../../contract/request.ts';
import { encodeTools } from './tools.ts';

const ls: Tool = {
  type: 'function',
  name: 'ls',
  description: 'Lists.',
  parameters: { type: 'object', properties: { path: { type: 'string' } } },
};
const encode = (request: Partial<ChatRequest>) => encodeTools(chatJob({ request }).request);
const modeOf = (request: Partial<ChatRequest>) => encode({ tools: [ls], ...request }).fields.toolConfig;

describe('Gemini tools', () => {
  it('declare functions by JSON Schema, without one where nothing is taken', () => {
    const now: Tool = { type: 'function', name: 'now', parameters: {} };
    expect(encode({ tools: [ls, now] })).toEqual({
      fields: {
        tools: [
          {
            functionDeclarations: [
              { name: 'ls', description: 'Lists.', parametersJsonSchema: ls.parameters },
              { name: 'now' },
            ],
          },
        ],
      },
      warnings: [],
    });
  });

  it('say which restrictions of a schema are lost', () => {
    const strict: Tool = { ...ls, parameters: { type: 'object', patternProperties: {} } };
    expect(encode({ tools: [ls, strict] }).warnings).toEqual([
      {
        kind: 'ignored',
        field: 'tools[1].parameters',
        detail: "Gemini's schemas have no patternProperties.",
      },
    ]);
  });

  it("run Google's own tools, and no other's", () => {
    const own: Tool = { type: 'native', format: 'gemini', name: 'googleSearch', tree: { googleSearch: {} } };
    const other: Tool = { type: 'native', format: 'anthropic', name: 'web_search', tree: {} };
    expect(encode({ tools: [own, other] })).toMatchObject({
      fields: { tools: [{ googleSearch: {} }] },
      warnings: [{ kind: 'ignored', field: 'tools[1]' }],
    });
  });

  it.each<[ChatRequest['toolChoice'], object | undefined]>([
    [undefined, undefined],
    ['auto', { functionCallingConfig: { mode: 'AUTO' } }],
    ['none', { functionCallingConfig: { mode: 'NONE' } }],
    ['required', { functionCallingConfig: { mode: 'ANY' } }],
    [{ name: 'ls' }, { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['ls'] } }],
  ])('are chosen by %j', (toolChoice, expected) => {
    expect(modeOf(toolChoice === undefined ? {} : { toolChoice })).toEqual(expected);
  });

  it('hold calls to strict schemas', () => {
    expect(modeOf({ tools: [{ ...ls, strict: true }] })).toEqual({
      functionCallingConfig: { mode: 'VALIDATED' },
    });
  });

  it('say that parallel calls cannot be forbidden', () => {
    expect(encode({ tools: [ls], parallelToolCalls: false }).warnings).toMatchObject([
      { field: 'parallel_tool_calls' },
    ]);
  });

  it('keep what only Google knows of the tool configuration', () => {
    const extensions = {
      gemini: { 'toolConfig.retrievalConfig': { languageCode: 'de' }, cachedContent: 'x' },
    };
    expect(encode({ extensions }).fields).toEqual({
      toolConfig: { retrievalConfig: { languageCode: 'de' } },
    });
  });
});
