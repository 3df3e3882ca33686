import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobFiles, keptRows } from '../gateway/kept-pictures.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';

const disk = mkdtempSync(join(tmpdir(), 'axonhub-disk-'));
const before = process.env.TMPDIR;

/** Whether this machine lets us make a small disk. */
function mounted(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'none', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const isMounted = mounted();

const FILLER = join(disk, 'filler');

function fill(): void {
  const file = openSync(FILLER, 'w');
  for (const size of [65_536, 512]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
  }
  closeSync(file);
}

const picture = { model: 'demo-image', prompt: 'A kite', size: '512x512' };
const chat = { model: 'demo-chat', messages: [{ role: 'user', content: 'hi' }] };

describe.skipIf(!isMounted)('a disk that is full under the whole gateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    process.env.TMPDIR = disk;
    gateway = await startGateway({ channels: [{ name: 'demo', type: 'demo' }] });
  });
  afterAll(async () => {
    rmSync(FILLER, { force: true });
    await gateway.close();
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  it('text goes on, pictures are a clear 503, and nothing half is left; with room all is well again', async () => {
    expect((await gateway.post('/v1/images/generations', picture)).status).toBe(200);
    fill();
    const answers = await Promise.all([
      gateway.post('/v1/images/generations', picture),
      gateway.post('/v1/images/generations', { ...picture, prompt: 'A ball' }),
      gateway.post('/v1/chat/completions', chat),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    for (const answer of answers.slice(0, 2)) {
      const { error } = (await answer.json()) as { error: { message: string } };
      expect(error.message).not.toMatch(/ENOSPC|SQLITE|\/axonhub/);
    }
    rmSync(FILLER);
    const again = await gateway.post('/v1/images/generations', picture);
    expect(again.status).toBe(200);
    for (const { sha256 } of keptRows(gateway.dataDir)) {
      expect(await blobFiles(gateway.dataDir, sha256)).toHaveLength(1);
    }
    await again.arrayBuffer();
    expect(readdirSync(join(gateway.dataDir, 'spool'), { recursive: true }).length).toBeLessThan(5);
  });
});

if (!isMounted) {
  it.skip('a full disk is not tested: this machine lets nobody mount a small one', () => {});
}
