import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { traceIds } from '../../src/pipeline/log/trace.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startAnthropic } from '../upstreams/anthropic.ts';
import { startCompatible } from '../upstreams/compatible.ts';
import { PROFILES } from '../upstreams/compatible-profiles.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startGemini } from '../upstreams/gemini.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { makePicture } from '../upstreams/picture.ts';
import {
  type AgentClient,
  anthropicMessages,
  geminiContent,
  openAiChat,
  openAiResponses,
} from './agent-clients.ts';
import { readRecording } from './recorded.ts';

const UPSTREAMS = ['chat', 'gemini', 'anthropic', 'openai'] as const;
type Upstream = (typeof UPSTREAMS)[number];

interface Agent {
  readonly recording: string;
  readonly send: AgentClient;
  /** What the question makes the model call. */
  readonly calls: readonly object[];
  /** Whether a tool answers with a picture. */
  readonly picture: boolean;
  readonly trace: string | null;
  /** Fields that a chat completions upstream gets otherwise, or not at all. */
  readonly told: readonly string[];
}

const SESSION = '00000000-0000-4000-8000-000000000001';
const FILE = '/project/notes.txt';
const SHOT = '/project/shot.png';

const AGENTS: readonly Agent[] = [
  {
    recording: 'claude-code',
    send: anthropicMessages,
    calls: [
      { name: 'Read', args: { file_path: FILE } },
      { name: 'Read', args: { file_path: SHOT } },
      { name: 'ToolSearch', args: { query: 'select:WebFetch' } },
    ],
    picture: true,
    trace: SESSION,
    told: ['tools.defer_loading', 'cache_control', 'messages', 'context_management', 'anthropic_beta'],
  },
  {
    recording: 'codex',
    send: openAiResponses,
    calls: [
      { name: 'exec_command', args: { cmd: 'cat notes.txt' } },
      { name: 'view_image', args: { path: SHOT } },
    ],
    picture: true,
    trace: SESSION,
    told: ['tools', 'prompt_cache_key'],
  },
  {
    recording: 'codex-gpt-6',
    send: openAiResponses,
    calls: [{ name: 'exec', args: 'text`the secret word is walrus`' }],
    picture: false,
    trace: SESSION,
    told: ['input[0].tools[0].tools[0]', 'prompt_cache_key', 'reasoning.context', 'text.verbosity'],
  },
  {
    recording: 'gemini-cli',
    send: geminiContent,
    calls: [
      { name: 'read_file', args: { file_path: FILE } },
      { name: 'read_file', args: { file_path: SHOT } },
    ],
    picture: true,
    trace: null,
    told: [],
  },
  {
    recording: 'opencode',
    send: openAiChat,
    calls: [
      { name: 'read', args: { filePath: FILE } },
      { name: 'read', args: { filePath: SHOT } },
    ],
    picture: true,
    trace: 'ses_000000000001AAAAAAAAAAAAAA',
    told: [],
  },
];

let fakes: Record<Upstream, Fake>;
let gateway: TestGateway;
let picture: Buffer;

beforeAll(async () => {
  const { vllm } = PROFILES;
  if (!vllm) throw new TypeError('there is no such profile');
  const [chat, gemini, anthropic, openai] = await Promise.all([
    startCompatible(vllm),
    startGemini(),
    startAnthropic(),
    startOpenAi(),
  ]);
  fakes = { chat, gemini, anthropic, openai };
  const channel = (name: Upstream, type: string, path: string, api_key: string, model: string) => ({
    name,
    type,
    base_url: fakes[name].url + path,
    api_key,
    models: [{ [`agent-${name}`]: model }],
  });
  gateway = await startGateway({
    channels: [
      channel('chat', 'vllm', '/v1', 'sk-compatible-test', 'served-model'),
      channel('gemini', 'gemini', '/v1beta', 'gm-test', 'gemini-3-pro'),
      channel('anthropic', 'anthropic', '/v1', 'sk-ant-test', 'claude-sonnet-5'),
      channel('openai', 'openai', '/v1', 'sk-test', 'gpt-5-mini'),
    ],
  });
  picture = await makePicture({ width: 40, height: 30, format: 'png' });
});
afterAll(async () => {
  await gateway?.close();
  await Promise.all(Object.values(fakes).map((fake) => fake.close()));
});

const sentTo = (upstream: Upstream): string => fakes[upstream].calls.at(-1)?.body.toString() ?? '';

describe.each(AGENTS)('a recorded session of $recording', (agent) => {
  const read = (upstream: Upstream) => readRecording(agent.recording, `agent-${upstream}`, picture);

  it.each(UPSTREAMS)('gets calls of its tools from %s', async (upstream) => {
    const { calls } = await agent.send(gateway, await read(upstream), 0);
    expect(calls).toEqual(agent.calls);
  });

  it.each(UPSTREAMS)('goes on with %s after its tools have answered', async (upstream) => {
    const { text, calls } = await agent.send(gateway, await read(upstream), 1);
    expect(calls).toEqual([]);
    expect(text).toContain('the secret word is walrus');
    if (agent.picture) expect(sentTo(upstream)).toContain(picture.toString('base64'));
  });

  it('is one trace', async () => {
    const { headers, turns } = await read('chat');
    for (const { body } of turns) {
      expect(traceIds(headers, { kind: 'json', tree: body as never }).traceId).toBe(agent.trace);
    }
  });

  it('is told what a chat completions upstream does not get', async () => {
    const { headers, turns } = await read('chat');
    const answer = await gateway.post(turns[1].path, turns[1].body, headers);
    const fields = (answer.headers.get('ah-warnings') ?? '').matchAll(/"([^"]+)";kind=/g);
    expect(new Set([...fields].map(([, field]) => field))).toEqual(new Set(agent.told));
  });
});
