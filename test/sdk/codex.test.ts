import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../gateway/read-stream.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { makePicture } from '../upstreams/picture.ts';
import { type AgentHouse, chatChunk, openAgentHouse } from './agent-house.ts';
import { codexRequest, HEADERS } from './codex-session.ts';

interface Item {
  readonly type: string;
  readonly [member: string]: unknown;
}
interface Event {
  readonly type: string;
  readonly item: Item;
  readonly response: {
    readonly output: readonly Item[];
    readonly axonhub: { readonly warnings: readonly Item[] };
  };
}

const MODELS = { openai: 'gpt-5-mini', openrouter: 'some/model', gemini: 'gemini-3-pro' };
type Name = keyof typeof MODELS;

let house: AgentHouse<'openai'>;
let picture: Buffer;

beforeAll(async () => {
  picture = await makePicture({ width: 40, height: 30, format: 'png' });
  house = await openAgentHouse({
    own: { type: 'openai', fake: await startOpenAi(), key: 'sk-test' },
    models: MODELS,
    answers: { openrouter: CHAT_ANSWER, gemini: GEMINI_ANSWER },
  });
});
afterAll(() => house.close());

const TOOL = 'mcp__tracker__issue_7';
const CHAT_ANSWER = [
  chatChunk({ role: 'assistant', content: '', reasoning_content: 'It is fixed.' }),
  chatChunk({ content: 'I close it.' }),
  chatChunk({
    tool_calls: [{ index: 0, id: 'call_7', type: 'function', function: { name: TOOL, arguments: '' } }],
  }),
  chatChunk({ tool_calls: [{ index: 0, function: { arguments: '{"id":"7"}' } }] }),
  chatChunk({}, 'tool_calls'),
  'data: [DONE]\n\n',
];

const gemini = (parts: readonly object[], finishReason?: string): string =>
  `data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts }, finishReason }], modelVersion: 'm' })}\n\n`;
const GEMINI_ANSWER = [
  gemini([{ text: 'It is fixed.', thought: true }]),
  gemini([{ text: 'I close it.' }]),
  gemini([{ functionCall: { name: TOOL, args: { id: '7' } }, thoughtSignature: 'c2lnbmF0dXJl' }], 'STOP'),
];

async function ask(name: Name, items: readonly object[] = []): Promise<readonly Event[]> {
  const answer = await house.gateway.post(
    '/v1/responses',
    codexRequest(MODELS[name], picture, items),
    HEADERS,
  );
  const events = readEvents({ text: await answer.text() }).map(({ data }) => JSON.parse(data) as Event);
  expect(events.at(-1)?.type).toBe('response.completed');
  return events;
}
const doneItems = (events: readonly Event[]): readonly Item[] =>
  events.flatMap(({ type, item }) => (type === 'response.output_item.done' ? [item] : []));

/** What Codex sends back: the items, without the ids of those that are not kept. */
const echoed = (items: readonly Item[]): object[] => items.map(({ id: _, status: _status, ...item }) => item);
const sentTo = (name: Name): string => house.fakes[name].calls.at(-1)?.body.toString() ?? '';

describe('a session of Codex', () => {
  it('goes to OpenAI as it is', async () => {
    await ask('openai');
    expect(house.fakes.openai.calls.at(-1)?.json).toEqual(codexRequest('gpt-5-mini', picture));
  });

  it.each(['openrouter', 'gemini'] as const)('is answered by %s as by OpenAI', async (name) => {
    const items = doneItems(await ask(name));
    const spoken = items.filter(({ summary }) => !(Array.isArray(summary) && summary.length === 0));
    expect(spoken).toMatchObject([
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'It is fixed.' }] },
      { type: 'message', content: [{ type: 'output_text', text: 'I close it.' }] },
      { type: 'function_call', namespace: 'mcp__tracker__', name: 'issue_7', arguments: '{"id":"7"}' },
    ]);
    expect(sentTo(name)).toContain(TOOL);
    expect(sentTo(name)).toContain(picture.toString('base64'));
  });

  it.each(['openrouter', 'gemini'] as const)('tells what %s knows nothing of', async (name) => {
    const last = (await ask(name)).at(-1);
    const fields = last?.response.axonhub.warnings.map(({ field }) => field);
    expect(fields).toContain('prompt_cache_key');
    expect(JSON.stringify(last?.response.axonhub.warnings)).toContain('web_search');
    expect(fields).not.toContain('client_metadata');
  });

  it.each(['openrouter', 'gemini'] as const)('goes on with %s after the call', async (name) => {
    const items = doneItems(await ask(name));
    const call = items.find(({ type }) => type === 'function_call');
    const output = { type: 'function_call_output', call_id: call?.call_id, output: 'Closed for good.' };
    await ask(name, [...echoed(items), output]);
    expect(sentTo(name)).toContain('Closed for good.');
    expect(sentTo(name)).toContain('I close it.');
  });

  it('brings the signature of a call back to Gemini, and to nobody else', async () => {
    const items = doneItems(await ask('gemini'));
    const call = items.find(({ type }) => type === 'function_call');
    const turn = [
      ...echoed(items),
      { type: 'function_call_output', call_id: call?.call_id, output: 'Closed.' },
    ];
    await ask('gemini', turn);
    expect(sentTo('gemini')).toContain('"thoughtSignature":"c2lnbmF0dXJl"');
    await ask('openai', turn);
    expect(sentTo('openai')).not.toContain('c2lnbmF0dXJl');
  });
});
