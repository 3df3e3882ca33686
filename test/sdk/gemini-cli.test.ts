import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../gateway/read-stream.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type Fake, startFake } from '../upstreams/fake.ts';
import { startGemini } from '../upstreams/gemini.ts';
import { makePicture } from '../upstreams/picture.ts';
import { chatChunk } from './agent-house.ts';
import { geminiCliRequest, HEADERS, nextSpeakerRequest } from './gemini-cli-session.ts';

const piece = (index: number, more: object): object => ({ tool_calls: [{ index, ...more }] });
const ANSWER = [
  chatChunk({ role: 'assistant', reasoning: 'Thinking about it.' }),
  chatChunk({ content: 'Two more.' }),
  chatChunk(
    piece(0, { id: 'call_a', type: 'function', function: { name: 'read_file', arguments: '{"file_' } }),
  ),
  chatChunk(piece(0, { function: { arguments: 'path":"/c"}' } })),
  chatChunk(piece(1, { id: 'call_b', type: 'function', function: { name: 'glob', arguments: '' } })),
  chatChunk({}, 'tool_calls', { prompt_tokens: 90, completion_tokens: 9 }),
  'data: [DONE]\n\n',
];

interface Chunk {
  readonly candidates: readonly {
    readonly content: { readonly parts: readonly Record<string, unknown>[] };
    readonly finishReason?: string;
  }[];
  readonly usageMetadata?: object;
}
interface Sent {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools: readonly { readonly function: object }[];
  readonly [member: string]: unknown;
}

let fakes: { readonly openai: Fake; readonly gemini: Fake };
let gateway: TestGateway;
let picture: Buffer;

beforeAll(async () => {
  picture = await makePicture({ width: 40, height: 30, format: 'png' });
  fakes = { openai: await startFake(() => ({ sse: ANSWER })), gemini: await startGemini() };
  gateway = await startGateway({
    channels: [
      {
        name: 'openrouter',
        type: 'openrouter',
        base_url: fakes.openai.url,
        api_key: 'k',
        models: [{ 'gemini-3-flash-preview': 'some/model' }],
      },
      { name: 'gemini', type: 'gemini', base_url: `${fakes.gemini.url}/v1beta`, api_key: 'gm-test' },
    ],
  });
});
afterAll(async () => {
  await gateway?.close();
  await Promise.all(Object.values(fakes).map((fake) => fake.close()));
});

/** One turn, asked and read as the CLI does it. */
async function turn(model: string, body: object): Promise<Chunk[]> {
  const response = await fetch(`${gateway.url}/v1beta/models/${model}:streamGenerateContent?alt=sse`, {
    method: 'POST',
    headers: { ...HEADERS, 'x-goog-api-key': gateway.key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  expect({ status: response.status, text: response.ok ? '' : text }).toEqual({ status: 200, text: '' });
  expect(text).not.toMatch(/^event:|\[DONE\]/m);
  return readEvents({ text }).map(({ data }) => JSON.parse(data) as Chunk);
}
const partsOf = (chunks: readonly Chunk[]) =>
  chunks.flatMap(({ candidates }) => candidates[0]?.content.parts ?? []);

describe('a session of Gemini CLI', () => {
  it('goes to a chat completions upstream and comes back with thoughts and parallel calls', async () => {
    const chunks = await turn('gemini-3-flash-preview', geminiCliRequest(picture));
    expect(partsOf(chunks)).toEqual([
      { text: 'Thinking about it.', thought: true },
      { text: 'Two more.' },
      { functionCall: { id: 'call_a', name: 'read_file', args: { file_path: '/c' } } },
      { functionCall: { id: 'call_b', name: 'glob', args: {} } },
      { text: '' },
    ]);
    expect(chunks.at(-1)).toMatchObject({
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 90, candidatesTokenCount: 9, totalTokenCount: 99 },
    });
  });

  it('reaches that upstream with tools, results and pictures in its own words', async () => {
    await turn('gemini-3-flash-preview', geminiCliRequest(picture));
    const sent = fakes.openai.calls.at(-1)?.json as Sent;
    expect(sent).toMatchObject({ model: 'some/model', stream: true, temperature: 1, top_p: 0.95 });
    expect(sent.messages.map(({ role }) => role).slice(0, 7)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
      'assistant',
      'tool',
      'tool',
    ]);
    expect(sent.messages[5]).toMatchObject({ tool_call_id: 'read_file-1' });
    expect(sent.messages[6]).toMatchObject({
      tool_call_id: 'read_file-2',
      content: expect.stringContaining('File not found.'),
    });
    expect(JSON.stringify(sent.messages)).toContain('data:image/png;base64,');
    expect(sent.tools).toHaveLength(14);
    expect(sent.tools[0]?.function).toMatchObject({ parameters: { required: ['file_path'] } });
  });

  it('goes to Gemini as it is', async () => {
    const body = { ...geminiCliRequest(picture), tools: undefined };
    const plain = { ...body, contents: body.contents.slice(0, 3) };
    const chunks = await turn('gemini-3.5-flash', plain);
    expect(fakes.gemini.calls.at(-1)?.json).toEqual(JSON.parse(JSON.stringify(plain)));
    expect(partsOf(chunks)[0]).toMatchObject({ thought: true });
  });

  it('asks who speaks next in JSON', async () => {
    const [first] = await turn('gemini-3.5-flash', nextSpeakerRequest());
    expect(first).toBeDefined();
    await turn('gemini-3-flash-preview', nextSpeakerRequest());
    expect(fakes.openai.calls.at(-1)?.json).toMatchObject({
      response_format: {
        type: 'json_schema',
        json_schema: { schema: { required: ['reasoning', 'next_speaker'] } },
      },
    });
  });
});
