import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../gateway/read-stream.ts';
import { startAnthropic } from '../upstreams/anthropic.ts';
import { signatureOf } from '../upstreams/anthropic-rules.ts';
import { makePicture } from '../upstreams/picture.ts';
import { type AgentHouse, chatChunk, openAgentHouse } from './agent-house.ts';
import { claudeCodeRequest, HEADERS } from './claude-code-session.ts';

interface Block {
  readonly type: string;
  readonly signature?: string;
  readonly [member: string]: unknown;
}
interface Event {
  readonly type: string;
  readonly index: number;
  readonly content_block: Block;
  readonly delta: { readonly [member: string]: string };
  readonly usage: object;
}
interface Turn {
  readonly role: string;
  readonly [member: string]: unknown;
}

const MODELS = { anthropic: 'claude-opus-5-5', openrouter: 'some/model', gemini: 'gemini-3-pro' };
type Name = keyof typeof MODELS;

let house: AgentHouse<'anthropic'>;
let picture: Buffer;

beforeAll(async () => {
  picture = await makePicture({ width: 40, height: 30, format: 'png' });
  house = await openAgentHouse({
    own: { type: 'anthropic', fake: await startAnthropic(), key: 'sk-ant-test' },
    models: MODELS,
    answers: { openrouter: OPENAI_ANSWER, gemini: GEMINI_ANSWER },
  });
});
afterAll(() => house.close());

const call = (index: number, id: string | undefined, args: string): object => ({
  tool_calls: [
    {
      index,
      ...(id && { id, type: 'function' }),
      function: { ...(id && { name: 'Edit' }), arguments: args },
    },
  ],
});
const OPENAI_ANSWER = [
  chatChunk({ role: 'assistant', reasoning: 'Thinking about it.' }),
  chatChunk({ content: 'Two edits.' }),
  chatChunk(call(0, 'call_a', '')),
  chatChunk(call(0, undefined, '{"file_path":')),
  chatChunk(call(0, undefined, '"/a"}')),
  chatChunk(call(1, 'call_b', '{"file_path":"/b"}')),
  chatChunk({}, 'tool_calls', {
    prompt_tokens: 90,
    completion_tokens: 9,
    prompt_tokens_details: { cached_tokens: 80 },
  }),
  'data: [DONE]\n\n',
];
const GEMINI_ANSWER = [
  { text: 'Pondering.', thought: true },
  { text: 'Two edits.' },
  { functionCall: { name: 'Edit', args: { file_path: '/a' } }, thoughtSignature: 'c2lnbmVk' },
  { functionCall: { name: 'Edit', args: { file_path: '/b' } } },
].map((part, index, { length }) => {
  const candidate = {
    content: { role: 'model', parts: [part] },
    ...(index === length - 1 && { finishReason: 'STOP' }),
  };
  const usageMetadata = { promptTokenCount: 90, candidatesTokenCount: 9 };
  return `data: ${JSON.stringify({ candidates: [candidate], usageMetadata })}\n\n`;
});

const turn = (model: string, thinking?: readonly object[]) =>
  ask(claudeCodeRequest(model, picture, thinking));

/** One turn of the session, read as Claude Code reads it. */
async function ask(body: object) {
  const response = await house.gateway.post('/v1/messages?beta=true', body, HEADERS);
  const text = await response.text();
  expect({ status: response.status, text: response.ok ? '' : text }).toEqual({ status: 200, text: '' });
  const events = readEvents({ text }).map(({ data }) => JSON.parse(data) as Event);
  expect(events.at(-1)?.type).toBe('message_stop');
  const blocks: Block[] = [];
  for (const { type, index, content_block, delta } of events) {
    if (type === 'content_block_start') blocks[index] = content_block;
    if (type === 'content_block_delta') blocks[index] = filled(blocks[index], delta);
  }
  return { blocks, end: events.find(({ type }) => type === 'message_delta') };
}

function filled(block: Block | undefined, { type: _, ...piece }: Event['delta']): Block {
  const more = Object.entries(piece).map(([key, text]) => [key, `${(block?.[key] as string) ?? ''}${text}`]);
  return { type: '', ...block, ...(Object.fromEntries(more) as object) };
}

const sent = (name: Name) => house.fakes[name].calls.at(-1)?.json as { messages: Turn[]; tools?: object[] };
const edit = (path: string) => ({
  type: 'tool_use',
  name: 'Edit',
  partial_json: JSON.stringify({ file_path: path }),
});

describe('a session of Claude Code', () => {
  it('is as large as the real one', () => {
    const bytes = JSON.stringify(claudeCodeRequest('m', picture)).length;
    expect(bytes).toBeGreaterThan(80_000);
    expect(bytes).toBeLessThan(120_000);
  });

  it('goes to Claude as it is', async () => {
    const thought = { type: 'thinking', thinking: 'Hm.', signature: signatureOf('Hm.') };
    const { blocks } = await turn(MODELS.anthropic, [thought]);
    expect(sent('anthropic')).toEqual(claudeCodeRequest(MODELS.anthropic, picture, [thought]));
    expect(house.fakes.anthropic.calls.at(-1)?.headers).toMatchObject({
      'anthropic-beta': HEADERS['anthropic-beta'],
      'anthropic-version': HEADERS['anthropic-version'],
    });
    expect(blocks.at(-1)).toMatchObject({ text: expect.stringContaining('I see 1 pictures: 40x30.') });
  });

  it('goes to a chat completions upstream and comes back with thoughts and parallel calls', async () => {
    const { blocks, end } = await turn(MODELS.openrouter);
    expect(blocks).toMatchObject([
      { type: 'thinking', thinking: 'Thinking about it.' },
      { type: 'text', text: 'Two edits.' },
      { ...edit('/a'), id: 'call_a' },
      { ...edit('/b'), id: 'call_b' },
    ]);
    expect(end).toMatchObject({
      delta: { stop_reason: 'tool_use' },
      usage: { input_tokens: 10, cache_read_input_tokens: 80, output_tokens: 9 },
    });
    const { messages } = sent('openrouter');
    expect(messages.map(({ role }) => role).filter((role) => role !== 'user')).toEqual([
      'system',
      'system',
      'assistant',
      'tool',
      'tool',
      'system',
    ]);
    expect(messages.find(({ role }) => role === 'assistant')).toMatchObject({
      tool_calls: [{ id: 'toolu_read_1', function: { name: 'Read' } }, { id: 'toolu_read_2' }],
    });
  });

  it('takes up with Claude again what another provider answered, without its thoughts', async () => {
    const { blocks } = await turn(MODELS.openrouter);
    const unsigned = blocks.filter(({ type }) => type === 'thinking');
    expect(unsigned).toMatchObject([{ thinking: 'Thinking about it.' }]);
    await turn(MODELS.anthropic, [
      ...unsigned,
      { type: 'thinking', thinking: 'x', signature: 'gemini~abc' },
      { type: 'thinking', thinking: 'Hm.', signature: signatureOf('Hm.') },
    ]);
    const assistant = sent('anthropic').messages.find(({ role }) => role === 'assistant');
    expect(assistant?.content).toMatchObject([
      { thinking: 'Hm.' },
      { type: 'text' },
      { type: 'tool_use' },
      { type: 'tool_use' },
    ]);
    expect(sent('anthropic')).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
      context_management: { edits: [{ type: 'clear_thinking_20251015' }] },
    });
  });

  it('goes to Gemini and comes back with thoughts and parallel calls', async () => {
    const { blocks, end } = await turn(MODELS.gemini);
    expect(blocks).toMatchObject([
      { type: 'thinking' },
      { type: 'text', text: 'Two edits.' },
      edit('/a'),
      {},
      edit('/b'),
    ]);
    expect(end).toMatchObject({ delta: { stop_reason: 'tool_use' } });
    expect(JSON.stringify(sent('gemini'))).toContain('"functionDeclarations"');
  });

  it('brings the signature of a call back to Gemini', async () => {
    const first = claudeCodeRequest(MODELS.gemini, picture);
    const { blocks } = await ask(first);
    const content = blocks.map(({ partial_json: json, ...block }) =>
      typeof json === 'string' ? { ...block, input: JSON.parse(json) as object } : block,
    );
    const calls = blocks.filter(({ type }) => type === 'tool_use');
    const results = calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: 'done' }));
    const more = [
      { role: 'assistant', content },
      { role: 'user', content: results },
    ];
    await ask({ ...first, messages: [...first.messages, ...more] });
    expect(sent('gemini')).toMatchObject({
      contents: expect.arrayContaining([
        {
          role: 'model',
          parts: expect.arrayContaining([
            {
              functionCall: expect.objectContaining({ args: { file_path: '/a' } }),
              thoughtSignature: 'c2lnbmVk',
            },
          ]),
        },
      ]),
    });
  });
});
