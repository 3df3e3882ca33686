import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { FLAGS } from '../../bin/node-settings.js';
import { type Running, stopped } from '../programs.ts';
import type { Subject } from './subject.ts';

/** How the gateway is run: from its bundle, as `npm start` and `npx axonhub` do, or from its sources, as `npm run dev` does. */
export type Flavour = 'bundle' | 'sources';

export interface GatewayRun extends Running {
  /** The key its first start has made. */
  readonly key: string;
  readonly dataDir: string;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ENTRY = { bundle: here('../../bin/axonhub.js'), sources: here('../../src/start.js') };

/** The bundle's launcher knows them by itself. */
const FLAGS_GIVEN = { bundle: [], sources: FLAGS };

export interface GatewayOptions {
  readonly flavour?: Flavour;
  readonly env?: { readonly [name: string]: string };
  readonly execArgv?: readonly string[];
}

/** Our gateway as a user starts it: a new data folder, SQLite, the key of the first start; nothing is switched off. */
export async function startGateway(
  upstream: string,
  { flavour = 'bundle', env = {}, execArgv = [] }: GatewayOptions = {},
): Promise<GatewayRun> {
  const dataDir = await mkdtemp(join(tmpdir(), 'axonhub-bench-'));
  const config = join(dataDir, 'axonhub.yml');
  // JSON is YAML.
  await writeFile(config, JSON.stringify({ channels: channels(upstream) }));
  const args = [
    ...FLAGS_GIVEN[flavour],
    ...execArgv,
    ENTRY[flavour],
    '--config',
    config,
    '--port',
    '0',
    '--data-dir',
    dataDir,
  ];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let trouble = '';
  child.stderr.on('data', (chunk) => (trouble = (trouble + chunk).slice(-4000)));
  const greeting = await greetingOf(child.stdout, () => trouble);
  const stop = async (): Promise<void> => {
    await stopped(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  return { ...greeting, pid: child.pid ?? 0, dataDir, stop };
}

const channels = (upstream: string) => [
  { name: 'openai', type: 'openai', base_url: `${upstream}/v1`, api_key: 'sk-bench', models: OPENAI_MODELS },
  {
    name: 'gemini',
    type: 'gemini',
    base_url: `${upstream}/v1beta`,
    api_key: 'gm-bench',
    models: ['gemini-3-pro-preview', 'gemini-3-pro-image'],
  },
];

/** One is renamed on its way: the upstream must be asked for another name than the client said. */
const OPENAI_MODELS = ['gpt-5.1', 'gpt-image-2', { 'house-image': 'gpt-image-2' }];

async function greetingOf(output: Readable, trouble: () => string): Promise<{ origin: string; key: string }> {
  let text = '';
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const origin = /listens on (http\S+)/.exec(text)?.[1];
    const key = /\bah-\w{40,}/.exec(text)?.[0];
    if (origin && key) {
      output.resume();
      return { origin, key };
    }
  }
  throw new Error(`the gateway did not start:\n${text}${trouble()}`);
}

export async function startOurs(upstream: string, options: GatewayOptions = {}): Promise<Subject> {
  const { origin, pid, key, dataDir, stop } = await startGateway(upstream, options);
  const headers = { authorization: `Bearer ${key}` };
  return { name: 'ours', origin, pid, headers: () => headers, tidy: () => forgetPictures(dataDir), stop };
}

async function forgetPictures(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'blobs');
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}
