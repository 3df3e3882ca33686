import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startCompatible } from '../upstreams/compatible.ts';
import { PROFILES } from '../upstreams/compatible-profiles.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startGemini } from '../upstreams/gemini.ts';

/** Runs the real programs: `AXONHUB_AGENTS=/folder/with/claude/codex/gemini/opencode npx vitest run test/agents/live.test.ts` */
const { AXONHUB_AGENTS: folder = '', PATH = '' } = process.env;

interface Run {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Files of the home folder, by path. */
  readonly home?: Readonly<Record<string, string>>;
}

const AGENTS: Readonly<Record<string, (gateway: TestGateway, model: string, work: string) => Run>> = {
  claude: ({ url, key }, model, work) => ({
    args: ['-p', `Please call Read(${work}/notes.txt)`],
    env: {
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_AUTH_TOKEN: key,
      ANTHROPIC_MODEL: model,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    },
  }),
  codex: ({ url, key }, model) => ({
    args: [
      'exec',
      '--skip-git-repo-check',
      '--sandbox',
      'read-only',
      'Please call exec_command(cat notes.txt)',
    ],
    env: { AXONHUB_KEY: key },
    home: {
      '.codex/config.toml': [
        `model = "${model}"`,
        'model_provider = "axonhub"',
        '[model_providers.axonhub]',
        'name = "AxonHub"',
        `base_url = "${url}/v1"`,
        'env_key = "AXONHUB_KEY"',
        'wire_api = "responses"',
      ].join('\n'),
    },
  }),
  gemini: ({ url, key }, model, work) => ({
    args: ['-m', model, '-p', `Please call read_file(${work}/notes.txt)`],
    env: {
      GOOGLE_GEMINI_BASE_URL: `${url}/gemini`,
      GEMINI_API_KEY: key,
      GEMINI_CLI_TRUST_WORKSPACE: 'true',
    },
    home: {
      '.gemini/settings.json': JSON.stringify({ security: { auth: { selectedType: 'gemini-api-key' } } }),
    },
  }),
  opencode: ({ url, key }, model, work) => ({
    args: ['run', '--model', `axonhub/${model}`, `Please call read(${work}/notes.txt)`],
    env: { AXONHUB_KEY: key },
    home: {
      '.config/opencode/opencode.json': JSON.stringify({
        autoupdate: false,
        provider: {
          axonhub: {
            npm: '@ai-sdk/openai-compatible',
            options: { baseURL: `${url}/v1`, apiKey: '{env:AXONHUB_KEY}' },
            models: { [model]: { limit: { context: 200_000, output: 32_000 } } },
          },
        },
      }),
    },
  }),
};

describe('the agents themselves', () => {
  let fakes: readonly Fake[];
  let gateway: TestGateway;
  let root: string;

  beforeAll(async () => {
    if (folder === '') return;
    const { vllm } = PROFILES;
    if (!vllm) throw new TypeError('there is no such profile');
    const [chat, gemini] = await Promise.all([startCompatible(vllm), startGemini()]);
    fakes = [chat, gemini];
    const compatible = {
      name: 'chat',
      type: 'vllm',
      base_url: `${chat.url}/v1`,
      api_key: 'sk-compatible-test',
    };
    const google = { name: 'gemini', type: 'gemini', base_url: `${gemini.url}/v1beta`, api_key: 'gm-test' };
    gateway = await startGateway({
      channels: [
        { ...compatible, models: [{ 'agent-chat': 'served-model' }] },
        { ...google, models: [{ 'agent-gemini': 'gemini-3-pro' }] },
      ],
    });
    root = await mkdtemp(join(tmpdir(), 'axonhub-agents-'));
  });
  afterAll(async () => {
    await gateway?.close();
    await Promise.all((fakes ?? []).map((fake) => fake.close()));
    if (root) await rm(root, { recursive: true, force: true });
  });

  const cases = Object.keys(AGENTS).flatMap((agent) => [
    [agent, 'agent-chat'] as const,
    [agent, 'agent-gemini'] as const,
  ]);
  it.for(cases)('%s reads a file with %s', { timeout: 120_000 }, async ([agent, model], { skip }) => {
    if (folder === '') skip('AXONHUB_AGENTS names no folder with the programs of the agents');
    const work = join(root, 'work');
    const home = join(root, agent);
    await mkdir(work, { recursive: true });
    await writeFile(join(work, 'notes.txt'), 'the secret word is walrus\n');
    const { args, env, home: files = {} } = AGENTS[agent]?.(gateway, model, work) ?? { args: [], env: {} };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), text);
    }
    expect(await output(join(folder, agent), args, { cwd: work, env: { ...env, HOME: home } })).toContain(
      'walrus',
    );
  });
});

/** What the program writes; the Node that runs this test runs the program too. */
function output(
  program: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Record<string, string> },
): Promise<string> {
  const path = [dirname(process.execPath), PATH].join(delimiter);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...env, PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });
}
