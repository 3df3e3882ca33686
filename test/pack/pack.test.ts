import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type GatewayProcess, launch, paste, readBanner } from '../start/gateway-process.ts';
import { printedPicture } from '../start/printed-picture.ts';

const run = promisify(execFile);
const MINUTES = 60_000;
let folder = '';
let hasRegistry = false;
let running: GatewayProcess | undefined;

beforeAll(async () => {
  hasRegistry = await run('npm', ['ping'], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
  folder = await mkdtemp(join(tmpdir(), 'axonhub-pack-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The PATH without anything of the repository: what somebody else has. */
const ownPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((part) => !part.includes('node_modules'))
  .join(delimiter);

/** Major version of the Node that the machine has of its own; undefined: none. */
const systemNode = () =>
  run('node', ['-p', 'process.versions.node'], { env: { ...process.env, PATH: ownPath } }).then(
    ({ stdout }) => Number.parseInt(stdout, 10),
    () => undefined,
  );

describe('the packed gateway, installed into an empty folder', { timeout: 10 * MINUTES }, () => {
  it('makes the printed picture with `npx axonhub` on the pinned Node', async (context) => {
    await install(context);
    await expectPicture([dirname(process.execPath), ownPath].join(delimiter));
  });

  it('does so on an older Node too, by fetching the right one', async (context) => {
    const major = await systemNode();
    if (major === undefined || major >= 24)
      context.skip(`the machine's own Node is ${major ?? 'missing'}, not an older one`);
    await install(context);
    expect(await expectPicture(ownPath)).toContain("using npm's package node@24");
  });
});

let installed = false;
async function install(context: TestContext): Promise<void> {
  if (!hasRegistry) context.skip('the npm registry cannot be reached');
  if (installed) return;
  const packed = await run('npm', ['pack', '--json', '--pack-destination', folder]);
  const [archive] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('['))) as { filename: string }[];
  const home = join(folder, 'home');
  await mkdir(home);
  await writeFile(join(home, 'package.json'), '{ "private": true }');
  await run('npm', ['install', '--no-audit', '--no-fund', join(folder, archive?.filename ?? '')], {
    cwd: home,
  });
  installed = true;
}

/** What Node was told on the command line of the process that serves. */
async function flagsOfGateway(): Promise<readonly string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  const program = await realpath(join(folder, 'home/node_modules/axonhub/bin/axonhub.js'));
  return lines.map((line) => line.split('\0')).find((parts) => parts.includes(program)) ?? [];
}

/** Gives what the gateway printed. */
async function expectPicture(path: string): Promise<string> {
  const dataDir = await mkdtemp(join(folder, 'data-'));
  running = await launch({ command: 'npx', args: ['axonhub'], cwd: join(folder, 'home'), dataDir, path });
  try {
    await running.ready();
    const banner = readBanner(running.output());
    if (!banner) throw new Error(`no key or no command in:\n${running.output()}`);
    const workspace = await mkdtemp(join(folder, 'shell-'));
    const picture = await printedPicture(await paste(banner.command, workspace), workspace);
    expect(picture.format).toBe('png');
    if (process.platform === 'linux') expect(await flagsOfGateway()).toContain('--max-semi-space-size=8');
    return running.output();
  } finally {
    await running.stop();
  }
}
