import { describe, expect, it } from 'vitest';
import type { Query } from '../../contract/dialect.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { ChatRequest } from '../../contract/request.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { decodeRequest } from './decode.ts';

const query = (tree: Tree, headers: Query['headers'] = {}): Query => ({
  path: '/v1/messages',
  params: {},
  headers,
  body: { kind: 'json', tree },
});
const decode = (more: TreeObject, headers?: Query['headers']): ChatRequest =>
  decodeRequest(
    query({ model: 'm', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }], ...more }, headers),
  );
const partsOf = (content: Tree, role = 'user') => decode({ messages: [{ role, content }] }).messages;
const errorField = (more: TreeObject): string | undefined => {
  try {
    decode(more);
  } catch (error) {
    return (error as { facts: { field?: string } }).facts.field;
  }
  return undefined;
};
const cache = { type: 'ephemeral', ttl: '1h' };

describe('a request in Anthropic format', () => {
  it('reads system text, plain or in blocks, with its cache markers', () => {
    expect(decode({ system: 'Be brief.' }).messages[0]).toEqual({
      role: 'system',
      parts: [{ type: 'text', text: 'Be brief.' }],
    });
    const blocks = [
      { type: 'text', text: 'A' },
      { type: 'text', text: 'B', cache_control: cache },
    ];
    expect(decode({ system: blocks }).messages[0]?.parts).toEqual([
      { type: 'text', text: 'A' },
      { type: 'text', text: 'B', cache },
    ]);
  });

  it('keeps turns of the role system where they stand', () => {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'system', content: [{ type: 'text', text: 'Reminder.' }] },
    ];
    expect(decode({ messages }).messages.map(({ role }) => role)).toEqual(['user', 'system']);
  });

  it('makes turns of their own of tool results, in front of what else the user says', () => {
    const content = [
      { type: 'text', text: 'Here.' },
      { type: 'tool_result', tool_use_id: 'a', content: 'done', cache_control: cache },
      {
        type: 'tool_result',
        tool_use_id: 'b',
        is_error: true,
        content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0K' } }],
      },
    ];
    expect(partsOf(content)).toMatchObject([
      {
        role: 'tool',
        parts: [
          { type: 'tool-result', id: 'a', parts: [{ text: 'done' }], cache },
          {
            type: 'tool-result',
            id: 'b',
            failed: true,
            parts: [
              {
                media: { from: 'inline', declared: 'image/png' },
                field: 'messages[0].content[2].content[0].source.data',
              },
            ],
          },
        ],
      },
      { role: 'user', parts: [{ text: 'Here.' }] },
    ]);
  });

  it('reads what the model said before: thoughts with signatures, hidden ones, calls', () => {
    const content = [
      { type: 'thinking', thinking: 'Hm.', signature: 'any~thing' },
      { type: 'thinking', thinking: 'Unsigned', signature: '' },
      { type: 'redacted_thinking', data: 'xyz' },
      { type: 'tool_use', id: 'toolu_1', name: 'ls', input: { path: '/', deep: [1, { a: null }] } },
    ];
    expect(partsOf(content, 'assistant')[0]?.parts).toEqual([
      { type: 'reasoning', text: 'Hm.', signature: 'any~thing' },
      { type: 'reasoning', text: 'Unsigned' },
      { type: 'reasoning', text: '', redacted: true, signature: 'xyz' },
      { type: 'tool-call', id: 'toolu_1', name: 'ls', arguments: '{"path":"/","deep":[1,{"a":null}]}' },
    ]);
  });

  it('puts long base64 in the input of a tool together again', () => {
    const data = new SplicedString(['x', new BytesPayload(Buffer.from('abc'))]);
    const parts = partsOf([{ type: 'tool_use', id: 'a', name: 'write', input: { data } }], 'assistant')[0]
      ?.parts;
    expect(parts).toMatchObject([{ arguments: '{"data":"xYWJj"}' }]);
  });

  it('reads pictures and documents from bytes, links and files', () => {
    const source = (more: TreeObject) => ({ type: 'document', title: 'T', source: more });
    const [turn] = partsOf([
      { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      { type: 'image', source: { type: 'file', file_id: 'img_1' } },
      source({ type: 'base64', media_type: 'application/pdf', data: 'JVBERi0x' }),
      source({ type: 'url', url: 'https://example.com/a.pdf' }),
      source({ type: 'text', media_type: 'text/plain', data: 'Words' }),
      source({ type: 'content', content: [{ type: 'text', text: 'More' }] }),
    ]);
    expect(turn?.parts).toMatchObject([
      { type: 'media', media: { from: 'url', url: 'https://example.com/a.png' } },
      { type: 'media', media: { from: 'stored', id: 'img_1' } },
      { type: 'file', media: { from: 'inline' }, mediaType: 'application/pdf', name: 'T' },
      { type: 'file', media: { from: 'url' }, mediaType: 'application/pdf' },
      { text: 'T' },
      { text: 'Words' },
      { text: 'T' },
      { text: 'More' },
    ]);
  });

  it("reports blocks of Anthropic's own tools and goes on without them", () => {
    const content = [
      { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
      { type: 'web_search_tool_result', tool_use_id: 's', content: [] },
      { type: 'text', text: 'Found.' },
    ];
    const { messages, warnings } = decode({ messages: [{ role: 'assistant', content }] });
    expect(messages[0]?.parts).toEqual([{ type: 'text', text: 'Found.' }]);
    expect(warnings.map(({ field }) => field)).toEqual(['messages[0].content[0]', 'messages[0].content[1]']);
  });

  it('reads tools, those that Anthropic runs among them', () => {
    const search = { type: 'web_search_20260318', name: 'web_search', max_uses: 2 };
    const input_schema = { type: 'object', properties: {} };
    const { tools, warnings } = decode({
      tools: [
        {
          name: 'ls',
          description: 'Lists.',
          input_schema,
          cache_control: cache,
          eager_input_streaming: true,
        },
        { type: 'custom', name: 'cat', input_schema, strict: true, eager_input_streaming: true },
        search,
      ],
    });
    expect(tools).toEqual([
      { type: 'function', name: 'ls', description: 'Lists.', parameters: input_schema, cache },
      { type: 'function', name: 'cat', parameters: input_schema, strict: true },
      { type: 'native', format: 'anthropic', name: 'web_search', tree: search },
    ]);
    expect(warnings).toMatchObject([{ kind: 'ignored', field: 'tools.eager_input_streaming' }]);
  });

  it.each<[TreeObject, Partial<ChatRequest>]>([
    [{ type: 'auto' }, { toolChoice: 'auto' }],
    [
      { type: 'any', disable_parallel_tool_use: true },
      { toolChoice: 'required', parallelToolCalls: false },
    ],
    [{ type: 'tool', name: 'ls' }, { toolChoice: { name: 'ls' } }],
    [{ type: 'none' }, { toolChoice: 'none' }],
  ])('reads tool_choice %o', (tool_choice, expected) => {
    expect(decode({ tools: [{ name: 'ls', input_schema: {} }], tool_choice })).toMatchObject(expected);
  });

  it.each<[TreeObject, ChatRequest['reasoning']]>([
    [{}, undefined],
    [{ thinking: { type: 'adaptive' } }, {}],
    [{ thinking: { type: 'adaptive', display: 'omitted' } }, { show: false }],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } }, { effort: 'xhigh' }],
    [{ thinking: { type: 'enabled', budget_tokens: 2048 } }, { budgetTokens: 2048 }],
    [{ thinking: { type: 'disabled' } }, { effort: 'none' }],
    [{ output_config: { effort: 'low' } }, { effort: 'low' }],
  ])('reads the wish to think %o as %o', (fields, reasoning) => {
    expect(decode(fields).reasoning).toEqual(reasoning);
  });

  it('keeps an effort beside switched-off thinking for those who know both', () => {
    const { extensions } = decode({ thinking: { type: 'disabled' }, output_config: { effort: 'max' } });
    expect(extensions.anthropic).toEqual({ output_config: { effort: 'max' } });
  });

  it('reads the form of the answer, sampling, the end user', () => {
    const schema = { type: 'object' };
    const request = decode({
      output_config: { format: { type: 'json_schema', schema } },
      temperature: 0.5,
      top_k: 3,
      stop_sequences: ['END'],
      metadata: { user_id: 'u1' },
    });
    expect(request.output.format).toEqual({
      kind: 'json-schema',
      name: 'answer',
      schema,
      strict: 'where-possible',
    });
    expect(request.sampling).toEqual({ temperature: 0.5, topK: 3, stop: ['END'] });
    expect(request.endUser).toBe('u1');
  });

  it('keeps what only Anthropic knows, and the betas of the header', () => {
    const { extensions } = decode(
      { context_management: { edits: [] }, speed: null },
      { 'anthropic-beta': 'a-2026,b-2026' },
    );
    expect(extensions).toEqual({
      anthropic: { context_management: { edits: [] }, anthropic_beta: ['a-2026', 'b-2026'] },
    });
  });

  it('reads the wish for pictures: by modalities or the image_generation tool', () => {
    expect(decode({ modalities: ['image'] }).output.image).toMatchObject({ text: false, required: true });
    const { output, tools, warnings } = decode({
      tools: [{ type: 'image_generation', name: 'draw', size: '512x512', partial_images: 2, colour: 'red' }],
    });
    expect(tools).toBeUndefined();
    expect(output.image).toMatchObject({
      wishes: { size: { width: 512, height: 512 } },
      fields: { size: 'tools[0].size' },
      viaTool: true,
      required: false,
    });
    expect(warnings.map(({ field }) => field)).toEqual(['tools[0].colour', 'tools[0].partial_images']);
  });

  it.each<[TreeObject, string]>([
    [{ messages: 'Hi' }, 'messages'],
    [{ messages: [] }, 'messages'],
    [{ messages: [{ role: 'tool', content: 'x' }] }, 'messages[0].role'],
    [{ messages: [{ role: 'user', content: [{ type: 'text' }] }] }, 'messages[0].content[0].text'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image', source: {} }] }] },
      'messages[0].content[0].source.type',
    ],
    [{ model: 7 }, 'model'],
    [{ tool_choice: { type: 'all' }, tools: [{ name: 'a' }] }, 'tool_choice.type'],
    [{ thinking: { type: 'hard' } }, 'thinking.type'],
    [{ temperature: 1.5 }, 'temperature'],
  ])('refuses %o by naming %s', (more, field) => {
    expect(errorField(more)).toBe(field);
  });
});
