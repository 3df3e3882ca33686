import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatJobOptions, chatJob, picturePart, userTurn } from '../../../test/contract/jobs.ts';
import { perform, performStream } from '../../../test/contract/perform.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startCompatible } from '../../../test/upstreams/compatible.ts';
import { PROFILES } from '../../../test/upstreams/compatible-profiles.ts';
import type { Fake } from '../../../test/upstreams/fake.ts';
import { makePicture } from '../../../test/upstreams/picture.ts';
import type { ChatRequest, FunctionTool, Message, Part } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { PROVIDERS } from '../all.ts';

const KEY = 'sk-compatible-test';
const picture = await makePicture({ width: 48, height: 32, format: 'png' });

const WEATHER: FunctionTool = {
  type: 'function',
  name: 'weather',
  description: 'The weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  strict: true,
};
const text = (value: string): Part => ({ type: 'text', text: value });
const QUESTION = userTurn(text('What is the weather in Rome and Oslo?'));

/** Everything an agent does: a system turn in between, thinking, two calls, a result with a picture and one that failed. */
const LOOP: readonly Message[] = [
  { role: 'system', parts: [text('Be brief.')] },
  QUESTION,
  {
    role: 'assistant',
    parts: [
      { type: 'reasoning', text: 'Two cities.' },
      { type: 'tool-call', id: 'c1', name: 'weather', arguments: '{"city":"Rome"}' },
      { type: 'tool-call', id: 'c2', name: 'weather', arguments: '' },
    ],
  },
  {
    role: 'tool',
    parts: [
      { type: 'tool-result', id: 'c1', parts: [text('sunny'), picturePart(picture)] },
      { type: 'tool-result', id: 'c2', parts: [text('no such city')], failed: true },
    ],
  },
  { role: 'system', parts: [text('Remember to be brief.')] },
];

/** Whatever a client of any format may ask. */
const EVERYTHING: Partial<ChatRequest> = {
  sampling: {
    ...{ temperature: 1.5, topP: 0.9, topK: 40, frequencyPenalty: 0.1, presencePenalty: 0.1 },
    ...{ seed: 7, stop: ['END'] },
  },
  output: { maxTokens: 500, format: { kind: 'json-schema', name: 'answer', schema: { type: 'object' } } },
  tools: [WEATHER],
  toolChoice: 'required',
  parallelToolCalls: false,
  endUser: 'user 7',
  extensions: {},
};

describe.each(Object.entries(PROFILES))('%s', (id, profile) => {
  const provider = PROVIDERS.find((each) => each.id === id);
  const [model = ''] = profile.models;
  if (!provider) throw new TypeError(`there is no provider ${id}`);
  providerContract(
    { ...provider, models: provider.models.filter(({ chat }) => chat) },
    {
      start: () => startCompatible(profile),
      basePath: profile.basePath,
      key: KEY,
      chat: {
        model,
        vision: provider.card(model).chat?.vision === true,
        empty: { json: { choices: [] } },
      },
      rateLimited: { status: 429, headers: { 'retry-after': '2' }, json: { error: { message: 'Slow' } } },
      unknownModel: 'nonsense',
      skip: { image: 'draws elsewhere', chatImage: 'does not draw in chat' },
    },
  );

  let fake: Fake;
  beforeAll(async () => {
    fake = await startCompatible(profile);
  });
  afterAll(() => fake.close());
  const at = () => ({ baseUrl: fake.url + profile.basePath, key: KEY });
  const ask = (options: ChatJobOptions) => perform(provider, chatJob({ model, ...options }), at());
  const stream = async (options: ChatJobOptions) =>
    collect(await performStream(provider, chatJob({ model, stream: true, ...options }), at()));

  it.each([
    ['whole', ask],
    ['streamed', stream],
  ])('calls tools, %s', async (_how, answerTo) => {
    const answer = await answerTo({ messages: [QUESTION], request: { tools: [WEATHER] } });
    expect(answer.finish).toBe('tool-calls');
    expect(answer.parts.filter(({ type }) => type === 'tool-call')).toEqual([
      { type: 'tool-call', id: 'call_0', name: 'weather', arguments: '{"city":"Rome"}' },
      { type: 'tool-call', id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' },
    ]);
  });

  it('goes on after tools with pictures, failures and thinking', async () => {
    const { parts } = await ask({ messages: LOOP, request: { tools: [WEATHER] } });
    const said = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    expect(said).toContain('sunny');
    expect(said).toContain('Error: no such city');
    if (provider.card(model).chat?.vision) expect(said).toContain('48x32');
  });

  it('shows its thinking where it has any, streamed as whole', async () => {
    const thoughts = async (answer: ReturnType<typeof ask>) =>
      (await answer).parts.filter(({ type }) => type === 'reasoning');
    const expected = profile.manner.thought ? [{ type: 'reasoning', text: 'I think so.' }] : [];
    expect(await thoughts(ask({}))).toEqual(expected);
    expect(await thoughts(stream({}))).toEqual(expected);
    const hidden = { request: { reasoning: { show: false } } };
    expect(await thoughts(stream(hidden))).toEqual([]);
  });

  it.each(['none', 'low', 'medium', 'max'] as const)(
    'is told to think with the effort %s',
    async (effort) => {
      const { parts } = await ask({ request: { reasoning: { effort } } });
      expect(parts.length).toBeGreaterThan(0);
    },
  );

  it('gets nothing it refuses, and what it did not get is reported', async () => {
    const { warnings } = await ask({ request: EVERYTHING });
    const sent = Object.keys(fake.calls.at(-1)?.json as object);
    const lost = ['top_k', 'seed', 'frequency_penalty', 'presence_penalty', 'stop'].filter(
      (field) => !sent.some((name) => name.endsWith(field)),
    );
    expect(warnings.map(({ field }) => field)).toEqual(expect.arrayContaining(lost));
    const choice = profile.toolChoices?.some((word) => ['required', 'any'].includes(word));
    expect(warnings.some(({ field }) => field === 'tool_choice')).toBe(!choice);
    const schema = profile.formats.includes('json_schema');
    expect(warnings.some(({ field }) => field === 'response_format')).toBe(!schema);
  });
});
