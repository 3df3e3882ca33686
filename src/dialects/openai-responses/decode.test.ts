import { describe, expect, it } from 'vitest';
import type { Query, Recalled } from '../../contract/dialect.ts';
import type { GatewayError } from '../../contract/error.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { SplicedString } from '../../contract/tree.ts';
import { decodeRequest } from './decode.ts';
import { sealMark } from './marks.ts';

const PNG = new BytesPayload(Buffer.from('iVBORw0KGgoAAAANSUhEUg', 'base64'));

function decode(body: TreeObject, recalled?: Recalled) {
  const tree: Tree = { model: 'm', input: 'Hi', ...body };
  const query: Query = { path: '/v1/responses', params: {}, headers: {}, body: { kind: 'json', tree } };
  return decodeRequest({ ...query, ...(recalled && { recalled }) });
}
const messages = (input: Tree, recalled?: Recalled) => decode({ input }, recalled).messages;
function refusal(body: TreeObject): GatewayError['facts'] & { message?: string } {
  try {
    decode(body);
  } catch (error) {
    const { facts, message } = error as GatewayError;
    return { ...facts, message };
  }
  return {};
}
const text = (value: string) => ({ type: 'text', text: value });

describe('input of the Responses API', () => {
  it('is a message of the user where it is a string, after the instructions', () => {
    expect(decode({ instructions: 'Be brief.' }).messages).toEqual([
      { role: 'system', parts: [text('Be brief.')] },
      { role: 'user', parts: [text('Hi')] },
    ]);
  });

  it('joins what the model said, thought and called to one turn, and what tools answered to the next', () => {
    const read = messages([
      { role: 'developer', content: 'Rules' },
      { role: 'user', content: [{ type: 'input_text', text: 'Weather?' }] },
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 'enc' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Wait.' }] },
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
      { type: 'function_call', call_id: 'c2', name: 'time', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: 'Sunny' },
      { type: 'function_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'Noon' }] },
    ]);
    expect(read).toEqual([
      { role: 'system', parts: [text('Rules')] },
      { role: 'user', parts: [text('Weather?')] },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'Hm', signature: 'enc' },
          text('Wait.'),
          { type: 'tool-call', id: 'c1', name: 'weather', arguments: '{}' },
          { type: 'tool-call', id: 'c2', name: 'time', arguments: '{}' },
        ],
      },
      {
        role: 'tool',
        parts: [
          { type: 'tool-result', id: 'c1', name: 'weather', parts: [text('Sunny')] },
          { type: 'tool-result', id: 'c2', name: 'time', parts: [text('Noon')] },
        ],
      },
    ]);
  });

  it('tells hidden thinking from thinking that has no words', () => {
    const [turn] = messages([
      { type: 'reasoning', summary: [], encrypted_content: 'hidden' },
      { type: 'reasoning', summary: [{ type: 'summary_text', text: '' }], encrypted_content: 'silent' },
    ]);
    expect(turn?.parts).toEqual([
      { type: 'reasoning', text: '', signature: 'hidden', redacted: true },
      { type: 'reasoning', text: '', signature: 'silent' },
    ]);
  });

  it('puts a mark back on the part it stands behind', () => {
    const [turn] = messages([
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
      { type: 'reasoning', summary: [], encrypted_content: sealMark('gemini~abc') },
    ]);
    expect(turn?.parts).toEqual([
      { type: 'tool-call', id: 'c1', name: 'weather', arguments: '{}', signature: 'gemini~abc' },
    ]);
  });

  it('takes pictures, files and sounds, inline or by link', () => {
    const png = SplicedString.of('data:image/png;base64,', PNG);
    const content = [
      { type: 'input_image', image_url: png, detail: 'low' },
      { type: 'input_image', image_url: 'https://example.com/a.png' },
      { type: 'input_image', file_id: 'img_1' },
      {
        type: 'input_file',
        filename: 'a.pdf',
        file_data: SplicedString.of('data:application/pdf;base64,', PNG),
      },
      { type: 'input_file', file_url: 'https://example.com/notes.txt' },
      { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } },
    ];
    expect(messages([{ role: 'user', content }])[0]?.parts).toMatchObject([
      { type: 'media', media: { from: 'inline', payload: PNG }, detail: 'low' },
      { type: 'media', media: { from: 'url', url: 'https://example.com/a.png' } },
      { type: 'media', media: { from: 'stored', id: 'img_1' } },
      { type: 'file', mediaType: 'application/pdf', name: 'a.pdf', media: { from: 'inline' } },
      { type: 'file', mediaType: 'text/plain', media: { from: 'url' } },
      { type: 'file', mediaType: 'audio/wav', media: { from: 'inline' } },
    ]);
  });

  it('takes a drawing back whole, by the id of its item, or by that of the picture', () => {
    const result = SplicedString.of('', PNG);
    const kept = { type: 'image_generation_call', id: 'ig_abc_0', result };
    const recalled = { history: [], items: new Map([['ig_abc_0', kept]]) };
    const drawing = (more: TreeObject) => ({ type: 'image_generation_call', status: 'completed', ...more });
    const read = (item: TreeObject) => messages([item], recalled)[0]?.parts;
    const inline = [{ type: 'media', media: { from: 'inline', payload: PNG } }];
    expect(read(drawing({ id: 'ig_abc_0', result }))).toMatchObject(inline);
    expect(read(drawing({ id: 'ig_abc_0', result: null }))).toMatchObject(inline);
    expect(read({ type: 'item_reference', id: 'ig_abc_0' })).toMatchObject(inline);
    expect(read({ id: 'ig_abc_0' })).toMatchObject(inline);
    expect(read(drawing({ id: 'ig_XYZ', result: null }))).toMatchObject([
      { media: { from: 'stored', id: 'img_XYZ' } },
    ]);
  });

  it('follows what was said in earlier turns', () => {
    const history = [{ type: 'message', role: 'user', content: 'Before' }];
    expect(messages('Now', { history, items: new Map() })).toEqual([
      { role: 'user', parts: [text('Before')] },
      { role: 'user', parts: [text('Now')] },
    ]);
  });

  it('reports items that mean nothing here', () => {
    const input = [
      { role: 'user', content: 'Hi' },
      { type: 'web_search_call', id: 'ws_1' },
    ];
    expect(decode({ input }).warnings).toMatchObject([{ kind: 'ignored', field: 'input[1]' }]);
  });
});

describe('tools of the Responses API', () => {
  const weather = { type: 'function', name: 'weather', parameters: { type: 'object' }, strict: true };

  it('are functions, and others that only this format knows', () => {
    const { tools, toolChoice } = decode({
      tools: [weather, { type: 'web_search', search_context_size: 'low' }],
      tool_choice: { type: 'function', name: 'weather' },
    });
    expect(tools).toEqual([
      weather,
      {
        type: 'native',
        format: 'openai-responses',
        name: 'web_search',
        tree: { type: 'web_search', search_context_size: 'low' },
      },
    ]);
    expect(toolChoice).toEqual({ name: 'weather' });
  });

  it('have flat names where they come in a namespace, in calls too', () => {
    const { tools, messages: turns } = decode({
      tools: [{ type: 'namespace', name: 'mcp__maps__', description: 'Maps.', tools: [weather] }],
      input: [
        { type: 'function_call', call_id: 'c', namespace: 'mcp__maps__', name: 'weather', arguments: '' },
      ],
    });
    expect(tools).toMatchObject([{ type: 'function', name: 'mcp__maps__weather', description: 'Maps.' }]);
    expect(turns[0]?.parts).toMatchObject([{ name: 'mcp__maps__weather' }]);
  });

  it('are found among the items too, where the last word on each counts', () => {
    const among = (description: string) => ({
      type: 'additional_tools',
      role: 'developer',
      tools: [
        { ...weather, description },
        { type: 'namespace', name: 'functions', description: '', tools: [{ type: 'custom', name: 'exec' }] },
      ],
    });
    const {
      tools,
      messages: turns,
      warnings,
    } = decode({
      tools: [{ type: 'function', name: 'time' }],
      input: [among('Old.'), { role: 'user', content: 'Hi' }, among('New.')],
    });
    expect(tools).toMatchObject([
      { name: 'time' },
      { name: 'weather', description: 'New.' },
      { name: 'functions__exec', parameters: { required: ['input'] } },
    ]);
    expect(turns).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ kind: 'emulated', field: 'input[0].tools[1].tools[0]' });
  });

  it('have names that every provider takes, however long the namespace', () => {
    const named = (name: string) => ({
      type: 'namespace',
      name: 'n'.repeat(80),
      tools: [{ type: 'function', name }],
    });
    const names = decode({ tools: [named('one'), named('two')] }).tools?.map(({ name }) => name) ?? [];
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[\w-]{1,64}$/);
  });

  it('that take free text become functions with one argument, in calls too', () => {
    const {
      tools,
      messages: turns,
      warnings,
    } = decode({
      tools: [{ type: 'custom', name: 'apply_patch', description: 'Patches.' }],
      input: [
        { type: 'custom_tool_call', call_id: 'c', name: 'apply_patch', input: '*** Begin' },
        { type: 'custom_tool_call_output', call_id: 'c', output: 'Done' },
      ],
    });
    expect(tools).toMatchObject([
      { type: 'function', name: 'apply_patch', parameters: { required: ['input'] } },
    ]);
    expect(turns[0]?.parts).toMatchObject([{ arguments: '{"input":"*** Begin"}' }]);
    expect(turns[1]?.parts).toMatchObject([{ type: 'tool-result', name: 'apply_patch' }]);
    expect(warnings).toMatchObject([{ kind: 'emulated', field: 'tools[0]' }]);
  });

  it('that the client looks for are found by a function, and offered from then on', () => {
    const parameters = { type: 'object', properties: { query: { type: 'string' } } };
    const search = { type: 'tool_search', execution: 'client', description: 'Finds tools.', parameters };
    const draw = { type: 'function', name: 'draw', description: 'Draws.', defer_loading: true, parameters };
    const found = [{ type: 'namespace', name: 'mcp__art__', description: 'Art.', tools: [draw] }];
    const {
      tools,
      messages: turns,
      warnings,
    } = decode({
      tools: [search],
      input: [
        { role: 'user', content: 'Draw a cat.' },
        { type: 'tool_search_call', call_id: 'c', execution: 'client', arguments: { query: 'draw' } },
        { type: 'tool_search_output', call_id: 'c', execution: 'client', tools: found },
      ],
    });
    expect(tools).toEqual([
      { type: 'function', name: 'tool_search', description: 'Finds tools.', parameters },
      { type: 'function', name: 'mcp__art__draw', description: 'Art.\n\nDraws.', parameters },
    ]);
    expect(turns.slice(1)).toEqual([
      {
        role: 'assistant',
        parts: [{ type: 'tool-call', id: 'c', name: 'tool_search', arguments: '{"query":"draw"}' }],
      },
      {
        role: 'tool',
        parts: [
          {
            type: 'tool-result',
            id: 'c',
            name: 'tool_search',
            parts: [text('These tools can be called now:\n- mcp__art__draw: Draws.')],
          },
        ],
      },
    ]);
    expect(warnings).toMatchObject([{ kind: 'emulated', field: 'tools[0]' }]);
  });

  it('that OpenAI looks for itself are offered from the start', () => {
    const deferred = (name: string) => ({ type: 'function', name, defer_loading: true });
    const { tools, warnings } = decode({ tools: [{ type: 'tool_search' }, deferred('a'), deferred('b')] });
    expect(tools).toMatchObject([{ type: 'native', name: 'tool_search' }, { name: 'a' }, { name: 'b' }]);
    expect(warnings).toMatchObject([{ kind: 'ignored', field: 'tools.defer_loading' }]);
  });

  it('draw, with the parameters as wishes under their paths', () => {
    const { output, tools } = decode({
      tools: [{ type: 'image_generation', size: '1024x1536', quality: 'low', model: 'gpt-image-2' }, weather],
    });
    expect(output.image).toMatchObject({
      wishes: { size: { width: 1024, height: 1536 }, quality: 'low', partials: 0 },
      fields: { size: 'tools[0].size' },
      viaTool: true,
      required: false,
      model: 'gpt-image-2',
    });
    expect(tools).toMatchObject([{ name: 'weather' }]);
  });

  it.each([
    [{ type: 'image_generation' }, true],
    ['required', true],
    ['auto', false],
  ])('must draw with tool_choice %j: %s', (tool_choice, required) => {
    expect(decode({ tools: [{ type: 'image_generation' }], tool_choice }).output.image?.required).toBe(
      required,
    );
  });

  it('are only those that are allowed', () => {
    const { tools, toolChoice, output } = decode({
      tools: [weather, { ...weather, name: 'time' }, { type: 'image_generation' }],
      tool_choice: { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'time' }] },
    });
    expect(tools).toMatchObject([{ name: 'time' }]);
    expect(toolChoice).toBe('required');
    expect(output.image).toBeUndefined();
  });
});

describe('parameters of the Responses API', () => {
  it('have their place in the unified form', () => {
    expect(
      decode({
        max_output_tokens: 50,
        temperature: 0.5,
        top_p: 0.9,
        parallel_tool_calls: false,
        reasoning: { effort: 'high', summary: 'auto' },
        text: { format: { type: 'json_schema', name: 'x', schema: { type: 'object' }, strict: true } },
        safety_identifier: 'user-1',
        stream: true,
      }),
    ).toMatchObject({
      output: { maxTokens: 50, format: { kind: 'json-schema', name: 'x', strict: true } },
      sampling: { temperature: 0.5, topP: 0.9 },
      parallelToolCalls: false,
      reasoning: { effort: 'high', show: true },
      endUser: 'user-1',
      stream: true,
    });
  });

  it('that only OpenAI knows go along under their path; what is asked of nobody does not', () => {
    const { extensions } = decode({
      text: { verbosity: 'low' },
      reasoning: { summary: 'detailed' },
      include: ['reasoning.encrypted_content', 'web_search_call.results'],
      truncation: 'disabled',
      service_tier: 'flex',
      client_metadata: { session: 's' },
      metadata: { a: 'b' },
      store: false,
    });
    expect(extensions['openai-responses']).toEqual({
      'text.verbosity': 'low',
      'reasoning.summary': 'detailed',
      include: ['web_search_call.results'],
      service_tier: 'flex',
    });
  });

  it.each([
    ['model', { model: 7 }],
    ['temperature', { temperature: 3 }],
    ['background', { background: true }],
    ['conversation', { conversation: 'conv_1' }],
    ['input', { input: [] }],
    ['input[0]', { input: ['x'] }],
    ['input[0].role', { input: [{ role: 'robot', content: 'x' }] }],
    [
      'input[0].content[1].type',
      { input: [{ role: 'user', content: [{ type: 'input_text', text: 'x' }, { type: 'video' }] }] },
    ],
    ['input[0].call_id', { input: [{ type: 'function_call_output', output: 'x' }] }],
    ['input[0].id', { input: [{ type: 'item_reference', id: 'msg_gone_0' }] }],
    ['tools[0].name', { tools: [{ type: 'function' }] }],
    ['tools[0].size', { tools: [{ type: 'image_generation', size: 'big' }] }],
    ['reasoning.effort', { reasoning: { effort: 'enormous' } }],
    ['text.format.name', { text: { format: { type: 'json_schema', schema: {} } } }],
  ])('that are wrong are refused by their path: %s', (field, body) => {
    expect(refusal(body as TreeObject).field).toBe(field);
  });
});
