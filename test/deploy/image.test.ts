import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../gateway/kept-pictures.ts';
import { freePort } from './front.ts';
import { imageSettings, makeImage } from './image.ts';

/** Whoever owns nothing of the image: the user `nobody`, where the tests are root's. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

describe('the image that deploy/Dockerfile describes', { timeout: 120_000 }, () => {
  const settings = imageSettings();
  let folder = '';
  let app = '';
  let env: NodeJS.ProcessEnv = {};
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'axonhub-image-'));
    await chmod(folder, 0o755);
    app = makeImage(folder);
    const data = join(folder, 'data');
    await mkdir(data);
    if (isRoot) await chown(data, NOBODY, NOBODY);
    env = {
      PATH: dirname(process.execPath),
      ...settings.environment,
      AXONHUB_HOST: '127.0.0.1',
      AXONHUB_PORT: String(await freePort()),
      AXONHUB_DATA_DIR: data,
    };
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = (command: readonly string[]) => {
    const [program = '', ...args] = command;
    return promisify(execFile)(program, args, { cwd: app, env, ...user });
  };

  it('listens for others than itself, on the port and with the data folder it names', () => {
    expect(settings.environment).toMatchObject({
      AXONHUB_HOST: '0.0.0.0',
      AXONHUB_PORT: '8090',
      AXONHUB_DATA_DIR: '/data',
    });
  });

  it('starts as a user who may write nothing but its data, is healthy, draws, and ends on SIGTERM', async () => {
    if (isRoot) await expect(promisify(execFile)('touch', [join(app, 'dist/mark')], user)).rejects.toThrow();
    const [program = '', ...args] = settings.command;
    const gateway = spawn(program, args, { cwd: app, env, ...user, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [gateway.stdout, gateway.stderr]) stream.on('data', (chunk) => (output += chunk));
    const exited = once(gateway, 'exit');
    try {
      await expect(run(settings.healthCheck)).rejects.toThrow();
      await eventually(() => gateway.exitCode !== null || output.includes('(shown only now)'), 60_000);
      await run(settings.healthCheck);
      const key = /\bah-\w{40,}/.exec(output)?.[0];
      const drawn = await fetch(`http://127.0.0.1:${env.AXONHUB_PORT}/v1/images/generations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'demo-image', prompt: 'A kite' }),
      });
      expect([drawn.status, output]).toEqual([200, expect.any(String)]);
      expect((await fetch(`http://127.0.0.1:${env.AXONHUB_PORT}/`)).headers.get('content-type')).toContain(
        'text/html',
      );
    } finally {
      gateway.kill('SIGTERM');
    }
    expect(await exited).toEqual([0, null]);
  });

  it('refuses a configuration that is wrong, by its name', async () => {
    const config = join(folder, 'wrong.yml');
    await writeFile(config, 'server: { prot: 1 }');
    const failure = run([...settings.command.slice(0, -1), 'check', '--config', config]);
    await expect(failure).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('did you mean "port"?'),
    });
  });
});
