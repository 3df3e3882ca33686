import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GatewayProcess, launch, paste, readBanner } from './gateway-process.ts';
import { printedPicture } from './printed-picture.ts';

const MINUTES = 60_000;
let folder = '';
let running: GatewayProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-start-'));
});
afterAll(async () => {
  await running?.stop();
  await rm(folder, { recursive: true });
});

/** Keeps the process known, so that a failed test leaves none behind. */
async function start(command: string, args: readonly string[]): Promise<GatewayProcess> {
  running = await launch({ command, args, cwd: process.cwd(), dataDir: join(folder, 'data') });
  await running.ready();
  return running;
}

async function stop(): Promise<number | null | undefined> {
  const code = await running?.stop();
  running = undefined;
  return code;
}

it('starts with `npm start` and prints a key and a command that makes a picture, once', {
  timeout: 3 * MINUTES,
}, async () => {
  const first = await start('npm', ['start']);
  const banner = readBanner(first.output());
  if (!banner) throw new Error(`no key or no command in:\n${first.output()}`);
  expect(banner.command).toContain(banner.key);
  const picture = await printedPicture(await paste(banner.command, folder), folder);
  expect(picture.format).toBe('png');
  await stop();
  expect(existsSync(join(folder, 'data'))).toBe(true);

  const second = await start(process.execPath, ['src/main.ts']);
  expect(second.output()).not.toContain(banner.key);
  expect(readBanner(second.output())).toBeUndefined();
  expect(await stop()).toBe(0);
});
