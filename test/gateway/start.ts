import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { PROVIDERS } from '../../src/providers/all.ts';
import { keepOutput } from '../output/keep-output.ts';

/** A gateway of its own, in this process, with its own data folder. */
export interface TestGateway {
  /** As `http://127.0.0.1:41234`. */
  readonly url: string;
  /** A key that works. */
  readonly key: string;
  readonly dataDir: string;
  readonly setupCode?: string;
  /** What the operator's log says so far. */
  readonly log: () => string;
  /** Calls a route with the key; JSON bodies are encoded. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** The file's members as an operator would write them; server, keys and data folder have defaults that suit a test. */
export async function startGateway(
  file: { readonly [member: string]: unknown } = {},
  env: { readonly [name: string]: string } = {},
): Promise<TestGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'axonhub-test-'));
  const key = 'ah-test-0123456789';
  const config = join(dataDir, 'axonhub.yml');
  await writeFile(config, stringify({ api_keys: [{ name: 'test', key, debug: true }], ...file }));
  const options = { config, port: '0', host: '127.0.0.1', dataDir };
  let log = '';
  const app = await startApp(await loadConfig({ options, env, cwd: dataDir, providers: PROVIDERS }), {
    version: '0.0.0-test',
    logTo: {
      write: (line) => {
        log += line;
      },
    },
  });
  return {
    url: app.url,
    key,
    dataDir,
    ...(app.setupCode !== undefined && { setupCode: app.setupCode }),
    log: () => log,
    post: (path, body, headers = {}) =>
      fetch(`${app.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    async close() {
      await app.close();
      keepOutput(log);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
