import { describe, expect, it } from 'vitest';
import { chatJob, picturePart, userTurn } from '../../../test/contract/jobs.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { Target } from '../../contract/provider.ts';
import type { ChatRequest, FilePart, Part, ReasoningWish } from '../../contract/request.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { chatCompletions } from './chat.ts';
import type { ChatCompletionsOptions, ReasoningRule } from './options.ts';

const target: Target = {
  channel: 'c',
  baseUrl: 'http://up',
  model: 'm',
  card: { id: 'm', chat: { vision: false } },
};

/** The body without what every request has, and the fields that were reported. */
function sent(request: Partial<ChatRequest>, options: ChatCompletionsOptions = {}) {
  const { call, warnings } = chatCompletions(options).encode(chatJob({ request }), target);
  const { model: _, messages, ...fields } = (call.body?.kind === 'json' ? call.body.tree : {}) as TreeObject;
  const told = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    messages: messages as readonly TreeObject[],
    fields: Object.fromEntries(told),
    reported: warnings.map(({ kind, field }) => `${kind} ${field}`),
  };
}

const bytes = (text: string) => new BytesPayload(Buffer.from(text));
const text = (value: string): Part => ({ type: 'text', text: value });
const TOOL = { type: 'function', name: 'f', parameters: { type: 'object' } } as const;
const WRITTEN = { type: 'function', function: { name: 'f', parameters: { type: 'object' } } };

describe('how much to think', () => {
  const effort = (...words: ('none' | 'low' | 'high' | 'max')[]): ReasoningRule => ({ by: 'effort', words });
  const thinking = { by: 'thinking', on: 'enabled', off: true } as const;
  it.each<[ReasoningWish, ReasoningRule, TreeObject, readonly string[]]>([
    [{ effort: 'low' }, effort('low', 'high'), { reasoning_effort: 'low' }, []],
    [
      { effort: 'medium' },
      effort('low', 'high'),
      { reasoning_effort: 'high' },
      ['adjusted reasoning_effort'],
    ],
    [{ effort: 'none' }, effort('low', 'high'), { reasoning_effort: 'low' }, ['adjusted reasoning_effort']],
    [
      { budgetTokens: 2_000 },
      effort('low', 'high'),
      { reasoning_effort: 'low' },
      ['adjusted reasoning_effort'],
    ],
    [{ show: false }, effort('low'), {}, []],
    [{ effort: 'high', show: false }, { by: 'object' }, { reasoning: { effort: 'high', exclude: true } }, []],
    [{ effort: 'high', budgetTokens: 9 }, { by: 'object' }, { reasoning: { max_tokens: 9 } }, []],
    [{ effort: 'none' }, thinking, { thinking: { type: 'disabled' } }, []],
    [{ effort: 'none' }, { ...thinking, off: false }, {}, ['adjusted reasoning_effort']],
    [{ effort: 'high' }, thinking, { thinking: { type: 'enabled' } }, ['adjusted reasoning_effort']],
    [
      { effort: 'high' },
      { ...thinking, words: ['high'] },
      { thinking: { type: 'enabled' }, reasoning_effort: 'high' },
      [],
    ],
    [{ budgetTokens: 700 }, { by: 'budget' }, { enable_thinking: true, thinking_budget: 700 }, []],
    [{ effort: 'none' }, { by: 'budget' }, { enable_thinking: false }, []],
    [
      { effort: 'low' },
      { by: 'budget' },
      { enable_thinking: true, thinking_budget: 2_048 },
      ['adjusted reasoning_effort'],
    ],
    [{ effort: 'low' }, { by: 'nothing' }, {}, ['ignored reasoning_effort']],
    [{ show: false }, { by: 'nothing' }, {}, []],
  ])('%j for %j is %j', (reasoning, rule, fields, reported) => {
    expect(sent({ reasoning }, { reasoning: () => rule })).toMatchObject({ fields, reported });
    expect(Object.keys(sent({ reasoning }, { reasoning: () => rule }).fields)).toEqual(Object.keys(fields));
  });
});

describe('tools', () => {
  it('are offered with the client’s choice and in parallel as it wants', () => {
    const { fields } = sent({ tools: [TOOL], toolChoice: { name: 'f' }, parallelToolCalls: false });
    expect(fields).toEqual({
      tools: [WRITTEN],
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
    });
  });

  it('of this format go on as they are, of others they are reported', () => {
    const tree = { type: 'web_search_preview' };
    const native = { type: 'native', format: 'openai-chat', name: 'web_search_preview', tree } as const;
    expect(sent({ tools: [native] }).fields).toEqual({ tools: [tree] });
    expect(sent({ tools: [{ ...native, format: 'gemini' }] })).toMatchObject({
      fields: {},
      reported: ['ignored tools'],
    });
  });

  it.each<[NonNullable<ChatRequest['toolChoice']>, TreeObject, readonly string[]]>([
    ['none', {}, []],
    ['required', { tools: [WRITTEN, expect.anything()] }, ['adjusted tool_choice']],
    [{ name: 'f' }, { tools: [WRITTEN, expect.anything()] }, ['adjusted tool_choice']],
  ])('that decide by themselves: %j', (toolChoice, fields, reported) => {
    const tools = [TOOL, { ...TOOL, name: 'g' }];
    expect(sent({ tools, toolChoice }, { tools: () => ({ choices: [] }) })).toEqual(
      expect.objectContaining({ fields, reported }),
    );
  });

  it('are reduced to the named one where one cannot be named', () => {
    const tools = [TOOL, { ...TOOL, name: 'g' }];
    const rule = { choices: ['required'], required: 'any' } as const;
    expect(sent({ tools, toolChoice: { name: 'f' } }, { tools: () => rule })).toMatchObject({
      fields: { tools: [WRITTEN], tool_choice: 'any' },
      reported: [],
    });
  });
});

describe('the form of the answer', () => {
  const format = { kind: 'json-schema', name: 's', schema: { type: 'object' }, strict: true } as const;
  it('is held to a schema where the upstream can', () => {
    const { kind: _, ...json_schema } = format;
    expect(sent({ output: { format } }).fields).toEqual({
      response_format: { type: 'json_schema', json_schema },
    });
  });

  it('is asked for in words where it cannot', () => {
    const { fields, messages, reported } = sent({ output: { format } }, { format: () => 'object' });
    expect(fields).toEqual({ response_format: { type: 'json_object' } });
    expect(messages[0]).toMatchObject({
      role: 'system',
      content: expect.stringContaining('{"type":"object"}'),
    });
    expect(reported).toEqual(['hinted response_format']);
  });
});

describe('results of tools', () => {
  const CALLS: Part[] = ['c1', 'c2'].map((id) => ({ type: 'tool-call', id, name: 'f', arguments: '{}' }));
  const RESULTS: Part[] = [
    { type: 'tool-result', id: 'c1', parts: [text('Look'), picturePart(Buffer.from('png'))] },
    { type: 'tool-result', id: 'c2', parts: [text('no')], failed: true },
  ];
  const conversation = (...after: Parameters<typeof userTurn>[]) => [
    userTurn(text('Hi')),
    { role: 'assistant' as const, parts: CALLS },
    { role: 'tool' as const, parts: RESULTS },
    ...after.map((parts) => userTurn(...parts)),
  ];

  it('stand together, and their pictures follow in a user turn', () => {
    const { messages } = sent({ messages: conversation() });
    expect(messages.slice(2)).toMatchObject([
      { role: 'tool', tool_call_id: 'c1', content: 'Look\n[The picture in the next user message]' },
      { role: 'tool', tool_call_id: 'c2', content: 'Error: no' },
      { role: 'user', content: [{ text: 'The picture of the tool call c1:' }, { type: 'image_url' }] },
    ]);
  });

  it('give their pictures to the user turn that comes anyway', () => {
    const { messages } = sent({ messages: conversation([text('And now?')]) });
    expect(messages.slice(4)).toMatchObject([
      { role: 'user', content: [{ type: 'text' }, { type: 'image_url' }, { text: 'And now?' }] },
    ]);
  });
});

describe('files', () => {
  const file = (mediaType: string, media: FilePart['media']): FilePart => ({
    ...{ type: 'file', name: 'a.file', field: 'messages[0]', mediaType, media },
  });
  const inline = { from: 'inline', payload: bytes('hello') } as const;
  const ALL = { audio: true, video: true, document: 'file', urls: true } as const;
  const contentOf = (part: FilePart, files?: ChatCompletionsOptions['files']) => {
    const { messages, reported } = sent({ messages: [userTurn(part)] }, files && { files });
    return { content: messages[0]?.content, reported };
  };

  it.each<[string, FilePart, TreeObject]>([
    [
      'sound',
      file('audio/mpeg', inline),
      { type: 'input_audio', input_audio: { format: 'mp3', data: new SplicedString([inline.payload]) } },
    ],
    [
      'a film',
      file('video/mp4', { from: 'url', url: 'https://a.example/b' }),
      { type: 'video_url', video_url: { url: 'https://a.example/b' } },
    ],
    [
      'a document',
      file('application/pdf', inline),
      {
        type: 'file',
        file: {
          filename: 'a.file',
          file_data: new SplicedString(['data:application/pdf;base64,', inline.payload]),
        },
      },
    ],
    [
      'a document by its id',
      file('application/pdf', { from: 'stored', id: 'file-1' }),
      { type: 'file', file: { file_id: 'file-1' } },
    ],
    ['text', file('text/csv', inline), { type: 'text', text: 'a.file:\nhello' }],
  ])('of %s go where they are taken', (_what, part, piece) => {
    expect(contentOf(part, ALL)).toEqual({ content: [piece], reported: [] });
  });

  it('that are not taken are reported, to the model too', () => {
    const left = { content: [{ type: 'text', text: expect.stringContaining('left out') }] };
    const link = { from: 'url', url: 'https://a.example/b.pdf' } as const;
    for (const part of [file('application/pdf', inline), file('audio/wav', inline)]) {
      expect(contentOf(part)).toEqual({ ...left, reported: ['ignored messages[0]'] });
    }
    expect(contentOf(file('application/pdf', link), { document: 'file' })).toMatchObject(left);
  });
});

describe('marks of what to cache', () => {
  const messages = [userTurn({ type: 'text', text: 'Hi', cache: { type: 'ephemeral' } })];
  it('stand on parts where the upstream reads them', () => {
    const { messages: turns } = sent({ messages }, { cacheMarks: true });
    expect(turns[0]?.content).toEqual([{ type: 'text', text: 'Hi', cache_control: { type: 'ephemeral' } }]);
  });

  it('are reported once elsewhere', () => {
    const { messages: turns, reported } = sent({ messages: [...messages, ...messages] });
    expect(turns[0]?.content).toBe('Hi');
    expect(reported).toEqual(['ignored cache_control']);
  });
});

describe('pictures for a model that sees none', () => {
  it('are left out with a word to the model and a warning', () => {
    const messages = [userTurn(text('Look'), picturePart(Buffer.from('png')))];
    const { messages: turns, reported } = sent({ messages }, { leavesOutPictures: true });
    expect(turns[0]?.content).toMatchObject([
      { text: 'Look' },
      { text: expect.stringContaining('left out') },
    ]);
    expect(reported).toEqual(['ignored messages']);
  });
});
