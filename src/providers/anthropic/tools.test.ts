import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatJobOptions, chatJob, picturePart, userTurn } from '../../../test/contract/jobs.ts';
import { perform, performStream } from '../../../test/contract/perform.ts';
import { startAnthropic } from '../../../test/upstreams/anthropic.ts';
import type { Fake } from '../../../test/upstreams/fake.ts';
import { makePicture } from '../../../test/upstreams/picture.ts';
import type { ChatRequest, Message, Part, Tool } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { anthropic } from './index.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startAnthropic();
});
afterAll(() => fake.close());

const upstream = () => ({ baseUrl: `${fake.url}/v1`, key: 'sk-ant-test' });
const tool = (name: string): Tool => ({ type: 'function', name, parameters: { properties: {} } });
const tools = [tool('ls'), tool('cat')];
const job = ({ request, ...options }: ChatJobOptions = {}) =>
  chatJob({ model: 'claude-sonnet-5-5', request: { tools, ...request }, ...options });
const ask = (options: ChatJobOptions = {}) => perform(anthropic, job(options), upstream());
const sent = () => fake.calls.at(-1)?.json as Record<string, unknown>;
const text = (value: string): Part => ({ type: 'text', text: value });
const result = (id: string, ...parts: Part[]): Message => ({
  role: 'tool',
  parts: [{ type: 'tool-result', id, parts }],
});

describe('tools', () => {
  it('reads parallel calls, whole and streamed the same, and gives an empty input as {}', async () => {
    const prompt = 'Please call ls and call cat';
    const answer = await ask({ prompt });
    expect(answer.finish).toBe('tool-calls');
    expect(answer.parts.filter((part) => part.type === 'tool-call')).toEqual([
      { type: 'tool-call', id: 'toolu_fake_0', name: 'ls', arguments: '{"path":"/ls","depth":2}' },
      { type: 'tool-call', id: 'toolu_fake_1', name: 'cat', arguments: '{}' },
    ]);
    const streamed = await performStream(anthropic, job({ prompt, stream: true }), upstream());
    expect(collect(streamed)).toEqual(answer);
  });

  it('carries thinking, calls and the results of several tools, pictures among them, back in one turn', async () => {
    const prompt = 'Please call ls and call cat';
    const { parts } = await ask({ prompt, request: { reasoning: { effort: 'low' } } });
    const picture = picturePart(await makePicture({ width: 9, height: 7, format: 'png' }));
    const messages: Message[] = [
      userTurn(text(prompt)),
      { role: 'assistant', parts },
      result('toolu_fake_0', text('a.png')),
      result('toolu_fake_1', picture),
      userTurn(text('And now?')),
    ];
    const answer = await ask({ messages });
    expect(answer.parts).toContainEqual(text('The tools say: a.png | . I see 1 pictures: 9x7.'));
    expect(sent()).toMatchObject({
      messages: [
        { role: 'user' },
        { content: [{ type: 'thinking' }, { type: 'text' }, { type: 'tool_use' }, { type: 'tool_use' }] },
        { content: [{ type: 'tool_result' }, { type: 'tool_result' }, { type: 'text', text: 'And now?' }] },
      ],
    });
  });

  it('gives ids of other providers a form that Anthropic takes, the same in call and result', async () => {
    const id = 'functions.ls:0';
    const messages: Message[] = [
      userTurn(text('Look')),
      { role: 'assistant', parts: [{ type: 'tool-call', id, name: 'ls', arguments: 'not json' }] },
      { role: 'tool', parts: [{ type: 'tool-result', id, parts: [text('none')], failed: true }] },
    ];
    await ask({ messages });
    expect(sent()).toMatchObject({
      messages: [
        {},
        { content: [{ input: { arguments: 'not json' } }] },
        { content: [{ tool_use_id: expect.stringMatching(/^toolu_[0-9a-f]{24}$/), is_error: true }] },
      ],
    });
  });

  it.each<[Partial<ChatRequest>, unknown]>([
    [{ toolChoice: 'auto' }, { type: 'auto' }],
    [{ toolChoice: 'none' }, { type: 'none' }],
    [{ toolChoice: 'required' }, { type: 'any' }],
    [{ toolChoice: { name: 'cat' } }, { type: 'tool', name: 'cat' }],
    [{ parallelToolCalls: false }, { type: 'auto', disable_parallel_tool_use: true }],
  ])('%o becomes tool_choice %o', async (request, expected) => {
    const { warnings } = await ask({ model: 'claude-sonnet-4-6', request });
    expect(sent()).toMatchObject({ tool_choice: expected });
    expect(warnings).toEqual([]);
  });

  it('leaves the choice to models that refuse to be forced, and says so', async () => {
    const { warnings } = await ask({ request: { toolChoice: 'required' } });
    expect(sent()).toMatchObject({ tool_choice: { type: 'auto' } });
    expect(warnings).toMatchObject([{ kind: 'adjusted', field: 'tool_choice' }]);
  });

  it('switches thinking off where a call is forced', async () => {
    const request = { toolChoice: 'required', reasoning: { effort: 'high' } } as const;
    const { warnings, finish } = await ask({ model: 'claude-sonnet-5', request });
    expect(sent()).toMatchObject({ thinking: { type: 'disabled' }, tool_choice: { type: 'any' } });
    expect([finish, warnings[0]?.field]).toEqual(['tool-calls', 'reasoning']);
  });

  it("sends Anthropic's own tools on and reports those of others", async () => {
    const own = { type: 'web_search_20260318', name: 'web_search', max_uses: 3 };
    const native = (format: string): Tool => ({ type: 'native', format, name: 'web_search', tree: own });
    const { warnings } = await ask({ request: { tools: [native('anthropic'), native('openai-responses')] } });
    expect(sent().tools).toEqual([own]);
    expect(warnings).toMatchObject([{ kind: 'ignored', field: 'tools' }]);
  });

  it('keeps cache markers on tools and on every part that may carry one', async () => {
    const cache = { type: 'ephemeral', ttl: '1h' };
    const marked: Tool = { type: 'function', name: 'ls', cache };
    const messages: Message[] = [
      { role: 'system', parts: [{ type: 'text', text: 'Long.', cache }] },
      userTurn({ type: 'text', text: 'Hi', cache }),
    ];
    await ask({ messages, request: { tools: [marked] } });
    expect(sent()).toMatchObject({
      tools: [{ cache_control: cache }],
      system: [{ cache_control: cache }],
      messages: [{ content: [{ cache_control: cache }] }],
    });
  });
});
