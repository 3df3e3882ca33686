import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NewEntry, readArchive, writeArchive } from './archive.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-archive-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = (name: string, size: number): NewEntry => ({
  name,
  size,
  async *read() {
    yield randomBytes(size);
  },
});

it.each([
  [200, 60_000],
  [200, 1_000_000],
  [60_000, 60_000],
  [300_000, 100],
])('passes over files of %i bytes and reads those of %i behind them', async (skipped, read) => {
  const path = join(folder, `${skipped}-${read}.tar.gz`);
  async function* entries() {
    for (const round of [1, 2, 3]) {
      yield file(`skipped-${round}a`, skipped);
      yield file(`skipped-${round}b`, skipped);
      yield file(`read-${round}`, read);
    }
    yield file('skipped-at-the-end', skipped);
  }
  await writeArchive(createWriteStream(path), entries());
  const sizes: number[] = [];
  for await (const entry of readArchive(path)) {
    if (entry.name.startsWith('read')) sizes.push((await buffer(entry.read())).length);
  }
  expect(sizes).toEqual([read, read, read]);
});
