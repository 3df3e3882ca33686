import { describe, expect, it } from 'vitest';
import type { ChatRequest, Part } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { decodeChat } from './decode.ts';

const decode = (body: TreeObject): ChatRequest => {
  const messages = [{ role: 'user', content: 'Hi' }];
  const tree: Tree = { model: 'm', messages, ...body };
  return decodeChat({ path: '', params: {}, headers: {}, body: { kind: 'json', tree } });
};
const partsOf = (message: TreeObject): readonly Part[] =>
  decode({ messages: [message] }).messages[0]?.parts ?? [];
const user = (...content: readonly Tree[]) => partsOf({ role: 'user', content });

const SCHEMA = { type: 'object', properties: {} };
const TOOLS = [
  { type: 'function', function: { name: 'f', description: 'F', parameters: SCHEMA, strict: true } },
];
const TOOL = { type: 'function', name: 'f', description: 'F', parameters: SCHEMA, strict: true };

describe('tools', () => {
  it('are functions, nested or flat, with or without a type', () => {
    expect(decode({ tools: TOOLS }).tools).toEqual([TOOL]);
    expect(decode({ tools: [TOOL] }).tools).toEqual([TOOL]);
    expect(decode({ tools: [{ function: { name: 'g' } }] }).tools).toEqual([{ type: 'function', name: 'g' }]);
  });

  it('of other kinds go on to providers of the same format', () => {
    const custom = { type: 'custom', custom: { name: 'shell' } };
    expect(decode({ tools: [custom] }).tools).toEqual([
      { type: 'native', format: 'openai-chat', name: 'shell', tree: custom },
    ]);
  });

  it.each<[Tree, unknown]>([
    ['auto', 'auto'],
    ['none', 'none'],
    ['required', 'required'],
    ['any', 'required'],
    [{ type: 'function', function: { name: 'f' } }, { name: 'f' }],
  ])('may be chosen by %j', (tool_choice, toolChoice) => {
    expect(decode({ tools: TOOLS, tool_choice })).toMatchObject({ toolChoice });
  });

  it('keep a choice that only this format knows', () => {
    const tool_choice = { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [] } };
    const { toolChoice, extensions } = decode({ tools: TOOLS, tool_choice });
    expect(toolChoice).toBeUndefined();
    expect(extensions['openai-chat']).toEqual({ tool_choice });
  });

  it('are called one at a time where the client wants it', () => {
    expect(decode({ tools: TOOLS, parallel_tool_calls: false }).parallelToolCalls).toBe(false);
    expect(decode({ tools: TOOLS })).not.toHaveProperty('parallelToolCalls');
  });

  it('beside a picture tool are still offered, and the choice of that one is none of theirs', () => {
    const request = decode({
      tools: [{ type: 'image_generation' }, ...TOOLS],
      tool_choice: { type: 'image_generation' },
    });
    expect(request.tools).toEqual([TOOL]);
    expect(request.toolChoice).toBeUndefined();
    expect(request.output.image).toBeDefined();
  });

  it.each<[TreeObject, string]>([
    [{ tools: {} }, 'tools'],
    [{ tools: ['f'] }, 'tools[0]'],
    [{ tools: [{ type: 'function', function: {} }] }, 'tools[0].function.name'],
    [{ tools: TOOLS, tool_choice: 'maybe' }, 'tool_choice'],
  ])('are refused by name: %j', (body, field) => {
    expect(() => decode(body)).toThrow(expect.objectContaining({ facts: { field } }));
  });

  it('in the form from before there were tools are the same', () => {
    const request = decode({
      functions: [{ name: 'f', description: 'F', parameters: SCHEMA }],
      function_call: { name: 'f' },
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
        { role: 'function', name: 'f', content: 'done' },
      ],
    });
    expect(request).toMatchObject({
      tools: [{ type: 'function', name: 'f' }],
      toolChoice: { name: 'f' },
      parallelToolCalls: false,
      messages: [
        {},
        { parts: [{ type: 'tool-call', id: 'call_1', name: 'f', arguments: '{}' }] },
        { role: 'tool', parts: [{ type: 'tool-result', id: 'call_1' }] },
      ],
      warnings: [],
    });
    expect(request.extensions).toEqual({ 'openai-chat': {}, client: { legacyFunctions: true } });
  });
});

describe('the form of the answer', () => {
  it('is free, JSON, or JSON of a schema', () => {
    const schema = { name: 's', schema: SCHEMA, strict: true };
    const formatOf = (response_format: Tree) => decode({ response_format }).output.format;
    expect(formatOf({ type: 'text' })).toBeUndefined();
    expect(formatOf({ type: 'json_object' })).toEqual({ kind: 'json-object' });
    expect(formatOf({ type: 'json_schema', json_schema: schema })).toEqual({
      kind: 'json-schema',
      ...schema,
    });
  });

  it('that only some upstream knows goes on to it', () => {
    const response_format = { type: 'grammar', grammar: 'root ::= "a"' };
    expect(decode({ response_format }).extensions['openai-chat']).toEqual({ response_format });
  });
});

describe('how much to think', () => {
  it.each<[TreeObject, ChatRequest['reasoning']]>([
    [{ reasoning_effort: 'high' }, { effort: 'high' }],
    [{ reasoning: { effort: 'low', exclude: true } }, { effort: 'low', show: false }],
    [{ reasoning: { max_tokens: 900 } }, { budgetTokens: 900 }],
    [{ reasoning: { enabled: true } }, { effort: 'medium' }],
    [{ reasoning: { enabled: false } }, { effort: 'none' }],
    [{}, undefined],
  ])('is read from %j', (body, reasoning) => {
    expect(decode(body).reasoning).toEqual(reasoning);
  });

  it('in words of one upstream alone goes on to it', () => {
    const body = {
      reasoning_effort: 'default',
      reasoning: { summary: 'auto' },
      thinking: { type: 'enabled' },
    };
    expect(decode(body)).toMatchObject({ extensions: { 'openai-chat': body } });
    expect(decode(body).reasoning).toBeUndefined();
  });
});

describe('content parts', () => {
  it('of sound and moving pictures are files', () => {
    const data = Buffer.from('sound').toString('base64');
    expect(user({ type: 'input_audio', input_audio: { data, format: 'mp3' } })).toMatchObject([
      { type: 'file', mediaType: 'audio/mpeg', media: { from: 'inline' } },
    ]);
    expect(user({ type: 'video_url', video_url: { url: 'https://a.example/b.mp4' } })).toMatchObject([
      { type: 'file', mediaType: 'video/mp4', media: { from: 'url', url: 'https://a.example/b.mp4' } },
    ]);
  });

  it('of documents are files, by their data URL, their name, or their id', () => {
    const pdf = { filename: 'a.pdf', file_data: 'data:application/pdf;base64,aGVsbG8=' };
    const file = (each: TreeObject) => user({ type: 'file', file: each });
    expect(file(pdf)).toMatchObject([{ type: 'file', mediaType: 'application/pdf', name: 'a.pdf' }]);
    expect(file({ filename: 'a.csv', file_data: 'aGVsbG8=' })).toMatchObject([{ mediaType: 'text/csv' }]);
    expect(file({ file_id: 'file-1' })).toMatchObject([
      { type: 'file', media: { from: 'stored', id: 'file-1' } },
    ]);
    expect(file({ file_id: 'img_1' })).toMatchObject([
      { type: 'media', media: { from: 'stored', id: 'img_1' } },
    ]);
  });

  it('carry the mark of what to cache, and so do whole messages', () => {
    const cache_control = { type: 'ephemeral' };
    expect(user({ type: 'text', text: 'a' }, { type: 'text', text: 'b', cache_control })).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b', cache: cache_control },
    ]);
    expect(partsOf({ role: 'system', content: 'a', cache_control })).toEqual([
      { type: 'text', text: 'a', cache: cache_control },
    ]);
  });

  it('stand in results of tools, pictures too', () => {
    const url = 'data:image/png;base64,aGVsbG8=';
    const content = [
      { type: 'text', text: 'Here' },
      { type: 'image_url', image_url: { url } },
    ];
    expect(partsOf({ role: 'tool', tool_call_id: 'c1', content })).toMatchObject([
      { type: 'tool-result', id: 'c1', parts: [{ type: 'text' }, { type: 'media' }] },
    ]);
  });

  it('of an unknown kind are refused', () => {
    expect(() => user({ type: 'hologram' })).toThrow('messages[0].content[0].type is "hologram"');
  });
});

describe('what cannot be carried', () => {
  it('of messages is a warning, once, unless it is empty', () => {
    const turn = { role: 'user', content: 'Hi', name: 'Ann' };
    const { warnings } = decode({ messages: [turn, turn, { role: 'assistant', content: 'x', audio: null }] });
    expect(warnings.map(({ kind, field }) => `${kind} ${field}`)).toEqual(['ignored messages.name']);
  });

  it('is an extension, so that upstreams of this format get it', () => {
    const body = { verbosity: 'low', logprobs: true };
    expect(decode({ ...body, n: 1, store: null }).extensions).toEqual({ 'openai-chat': body });
    expect(decode({ modalities: ['text'] }).extensions).toEqual({ 'openai-chat': {} });
  });
});

describe('sound', () => {
  it('is wished for by its modality, with a voice and a format', () => {
    const { output, extensions } = decode({
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'mp3' },
    });
    expect(output.sound).toEqual({ text: true, voice: 'alloy', format: 'mp3' });
    expect(extensions).toEqual({ 'openai-chat': {} });
    expect(decode({ modalities: ['audio'], audio: { voice: { id: 'voice_1' } } }).output.sound).toEqual({
      text: false,
      voice: 'voice_1',
    });
  });

  it.each([
    ['audio', { audio: 'loud' }],
    ['audio.format', { audio: { voice: 'alloy', format: 'midi' } }],
  ])('names %s where it is malformed', (field, body) => {
    expect(() => decode({ modalities: ['audio'], ...body })).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ field }) }),
    );
  });

  it('of an earlier answer is told in its words', () => {
    const echoed = { role: 'assistant', content: null, audio: { id: 'audio_1', transcript: 'I said so.' } };
    const messages = [
      { role: 'user', content: 'Hi' },
      echoed,
      { role: 'assistant', audio: { id: 'audio_2' } },
    ];
    const { messages: read, warnings } = decode({ messages });
    expect(read[1]?.parts).toEqual([{ type: 'text', text: 'I said so.' }]);
    expect(warnings.map(({ kind, field }) => [kind, field])).toEqual([
      ['adjusted', 'messages.audio'],
      ['ignored', 'messages.audio'],
    ]);
  });
});
