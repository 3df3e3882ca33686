import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobsContract } from '../../../test/contract/blobs-contract.ts';
import { type Arriving, BytesPayload, LENT_BYTES, type Payload } from '../../contract/payload.ts';
import type { ExchangeSpool } from '../ports.ts';
import { createFsBlobs } from './blobs.ts';

const LARGE = randomBytes(400_000);
/** Linux keeps this one in memory: a file system of its own everywhere. */
const SHARED_MEMORY = existsSync('/dev/shm');
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'axonhub-blobs-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const MEBIBYTE = 1024 * 1024;

blobsContract('file system', () => createFsBlobs({ directory }));

describe('the spool in the file system', () => {
  it('holds small payloads in memory and large ones in a file, never both', async () => {
    const spool = (await createFsBlobs({ directory })).spool();
    const small = await write(spool, LARGE.subarray(0, 131_072));
    const large = await write(spool, LARGE);
    expect([small.file, large.bytes]).toEqual([undefined, undefined]);
    expect(small.bytes?.byteLength).toBe(131_072);
    expect((await stat(large.file ?? '')).size).toBe(LARGE.length);
    expect(await spoolFiles()).toHaveLength(1);
  });

  it('gives back-pressure only when a buffer is full', async () => {
    const writer = (await createFsBlobs({ directory })).spool().open();
    expect(writer.write(LARGE.subarray(0, 131_072))).toBeUndefined();
    const pressure = writer.write(LARGE.subarray(131_072, 131_073));
    expect(pressure).toBeInstanceOf(Promise);
    await pressure;
    expect(writer.write(LARGE.subarray(0, 1000))).toBeUndefined();
    await writer.abort();
  });

  it('removes finished, open and aborted files when the exchange ends, and only its own', async () => {
    const blobs = await createFsBlobs({ directory });
    const [spool, other] = [blobs.spool(), blobs.spool()];
    const stays = await write(other, LARGE);
    await write(spool, LARGE);
    await spool.open().write(LARGE);
    const aborted = spool.open();
    await aborted.write(LARGE);
    await aborted.abort();
    await spool.dispose();
    expect(await spoolFiles()).toHaveLength(1);
    expect((await buffer(stays.read())).equals(LARGE)).toBe(true);
  });

  it('refuses writers that come after the end of the exchange', async () => {
    const spool = (await createFsBlobs({ directory })).spool();
    const late = spool.open();
    await spool.dispose();
    expect(() => spool.open()).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(() => late.write(LARGE)).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(await spoolFiles()).toHaveLength(0);
  });

  it('reads a file through one buffer where chunks are lent, and again through the same one', async () => {
    const payload = await write((await createFsBlobs({ directory })).spool(), LARGE);
    const memory = new Set<ArrayBufferLike>();
    for (let round = 0; round < 3; round += 1) {
      for await (const chunk of payload.read('lent')) {
        if (chunk.length >= LENT_BYTES) memory.add(chunk.buffer);
      }
    }
    expect(memory.size).toBe(1);
  });

  it('lends a buffer to nobody else while its last borrower may still hold it', async () => {
    const payload = await write((await createFsBlobs({ directory })).spool(), LARGE);
    const left: Uint8Array[] = [];
    for (let round = 0; round < 3; round += 1) {
      for await (const chunk of payload.read('lent')) {
        left.push(chunk);
        break;
      }
    }
    expect(left.every((chunk) => LARGE.subarray(0, chunk.length).equals(chunk))).toBe(true);
    expect(new Set(left.map(({ buffer }) => buffer)).size).toBe(3);
  });

  it('leaves no temporary name behind when it keeps bytes from memory', async () => {
    await (await createFsBlobs({ directory })).keep(new BytesPayload(LARGE));
    expect(await spoolFiles()).toHaveLength(0);
  });
});

describe('the memory that payloads are held in', () => {
  const blobsHolding = (heldBytes: number) => createFsBlobs({ directory, heldBytes });
  const said = { bytes: LARGE.length };

  it('takes payloads of up to 4 MiB whose length is known, whole and in chunks that are lent', async () => {
    const spool = (await blobsHolding(8 * MEBIBYTE)).spool();
    const held = await write(spool, LARGE, said);
    expect([held.file, held.bytes]).toEqual([undefined, undefined]);
    expect((await buffer(held.read())).equals(LARGE)).toBe(true);
    expect((await buffer(held.read('lent'))).equals(LARGE)).toBe(true);
    expect(LARGE.subarray(0, held.head.length).equals(held.head)).toBe(true);
    expect(held.tail && LARGE.subarray(-held.tail.length).equals(held.tail)).toBe(true);
    expect(held.sha256).toBe(hashOf(LARGE));
    expect((await write(spool, LARGE)).file).toBeDefined();
    const larger = await write(spool, Buffer.alloc(5 * MEBIBYTE), { bytes: 5 * MEBIBYTE });
    expect((await stat(larger.file ?? '')).size).toBe(5 * MEBIBYTE);
  });

  it('is shared: what finds no room goes to a file, and room comes back when an exchange ends', async () => {
    const blobs = await blobsHolding(LARGE.length);
    const spool = blobs.spool();
    expect((await write(spool, LARGE, said)).file).toBeUndefined();
    expect((await write(spool, LARGE, said)).file).toBeDefined();
    await spool.dispose();
    const next = await write(blobs.spool(), LARGE, said);
    expect(next.file).toBeUndefined();
    expect((await buffer(next.read())).equals(LARGE)).toBe(true);
  });

  it('gives its room back once where a writer is given up, however often it is', async () => {
    const spool = (await blobsHolding(LARGE.length)).spool();
    const aborted = spool.open(said);
    await aborted.write(LARGE);
    await aborted.abort();
    await aborted.abort();
    expect((await write(spool, LARGE, said)).file).toBeUndefined();
    expect((await write(spool, LARGE, said)).file).toBeDefined();
  });

  it('is not lent again while somebody who left in the middle may still hold a chunk', async () => {
    const blobs = await blobsHolding(8 * MEBIBYTE);
    const spool = blobs.spool();
    const left: Uint8Array[] = [];
    for await (const chunk of (await write(spool, LARGE, said)).read('lent')) {
      left.push(chunk);
      break;
    }
    await spool.dispose();
    await write(blobs.spool(), Buffer.alloc(LARGE.length), said);
    const [chunk = Buffer.alloc(0)] = left;
    expect(chunk.length).toBeGreaterThan(0);
    expect(LARGE.subarray(0, chunk.length).equals(chunk)).toBe(true);
  });

  it('says that a payload is gone once its exchange has ended, also to who is reading it', async () => {
    const spool = (await blobsHolding(8 * MEBIBYTE)).spool();
    const payload = await write(spool, LARGE, said);
    const reading = payload.read()[Symbol.asyncIterator]();
    await reading.next();
    await spool.dispose();
    await expect(reading.next()).rejects.toMatchObject({ code: 'internal' });
    await expect(buffer(payload.read())).rejects.toMatchObject({ code: 'internal' });
  });

  it('refuses to take more once it is finished', async () => {
    const writer = (await blobsHolding(8 * MEBIBYTE)).spool().open(said);
    await writer.finish();
    expect(() => writer.write(LARGE)).toThrow(expect.objectContaining({ code: 'internal' }));
    await expect(writer.finish()).rejects.toMatchObject({ code: 'internal' });
  });

  it('keeps what it holds under its hash, and leaves no temporary name', async () => {
    const blobs = await blobsHolding(8 * MEBIBYTE);
    const { sha256 } = await blobs.keep(await write(blobs.spool(), LARGE, said));
    const opened = await blobs.open(sha256);
    expect(opened && (await buffer(opened.read())).equals(LARGE)).toBe(true);
    expect(await spoolFiles()).toHaveLength(0);
  });
});

describe('a payload that nobody wants the hash of', () => {
  it('has none, and is kept under its hash all the same', async () => {
    const blobs = await createFsBlobs({ directory, heldBytes: LARGE.length });
    const spool = blobs.spool();
    const small = LARGE.subarray(0, 1000);
    for (const [bytes, arriving] of [
      [small, {}],
      [LARGE, { bytes: LARGE.length }],
      [LARGE, {}],
    ] as const) {
      const payload = await write(spool, bytes, { ...arriving, hashed: false });
      expect(payload.sha256).toBeUndefined();
      expect((await blobs.keep(payload)).sha256).toBe(hashOf(bytes));
      expect((await blobs.open(hashOf(bytes)))?.size).toBe(bytes.length);
      await blobs.delete(hashOf(bytes));
    }
  });
});

describe('the spool when something is gone', () => {
  it('turns a disk that cannot be written into a GatewayError without a path, also when nobody waits', async () => {
    const blobs = await createFsBlobs({ directory });
    await rm(join(directory, 'spool'), { recursive: true });
    await writeFile(join(directory, 'spool'), 'in the way');
    const writer = blobs.spool().open();
    void writer.write(LARGE);
    const failure = await writer.finish().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'internal',
      facts: { internal: expect.stringContaining(directory) },
    });
    expect((failure as Error).message).not.toContain(directory);
    expect(() => writer.write(LARGE)).toThrow((failure as Error).message);
  });

  it('makes its folder again where a cleaner of temporary files has taken it', async () => {
    const blobs = await createFsBlobs({ directory });
    for (const name of await readdir(join(directory, 'spool')))
      await rm(join(directory, 'spool', name), { recursive: true });
    expect((await buffer((await write(blobs.spool(), LARGE)).read())).equals(LARGE)).toBe(true);
  });

  it('says that a payload is gone once its exchange has ended', async () => {
    const spool = (await createFsBlobs({ directory })).spool();
    const payload = await write(spool, LARGE);
    await spool.dispose();
    await expect(buffer(payload.read())).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('left-over spool folders', () => {
  it('go at the next start when their process is dead, and stay when it lives', async () => {
    const dead = spawnSync('true').pid;
    const names = {
      dead: `${hostname()}~${dead}~aa`,
      earlierLife: `${hostname()}~${process.pid}~bb`,
      alive: `${hostname()}~${process.ppid}~cc`,
      otherHost: 'elsewhere~1~dd',
    };
    for (const name of Object.values(names)) await mkdir(join(directory, 'spool', name), { recursive: true });
    const first = await createFsBlobs({ directory });
    const inUse = await write(first.spool(), LARGE);
    await createFsBlobs({ directory });
    const left = await readdir(join(directory, 'spool'));
    expect(left).not.toContain(names.dead);
    expect(left).not.toContain(names.earlierLife);
    expect(left).toEqual(expect.arrayContaining([names.alive, names.otherHost]));
    expect((await buffer(inUse.read())).equals(LARGE)).toBe(true);
  });
});

describe('kept files', () => {
  it('stand under two levels of folders named by the hash, readable by the owner only', async () => {
    const { sha256 } = await (await createFsBlobs({ directory })).keep(new BytesPayload(LARGE));
    const file = join(directory, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are replaced when a power failure left a shorter file under the name', async () => {
    const blobs = await createFsBlobs({ directory });
    const { sha256 } = await blobs.keep(new BytesPayload(LARGE));
    await truncate(join(directory, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256), 1000);
    await blobs.keep(new BytesPayload(LARGE));
    const opened = await blobs.open(sha256);
    expect(opened && (await buffer(opened.read())).equals(LARGE)).toBe(true);
  });

  it.skipIf(!SHARED_MEMORY)(
    'are copied where the blobs lie on another file system than the spool',
    async () => {
      const elsewhere = await mkdtemp('/dev/shm/axonhub-blobs-');
      await symlink(elsewhere, join(directory, 'blobs'));
      const blobs = await createFsBlobs({ directory });
      const spool = blobs.spool();
      const small = LARGE.subarray(0, 1000);
      for (const bytes of [LARGE, small]) {
        const { sha256 } = await blobs.keep(await write(spool, bytes));
        const opened = await blobs.open(sha256);
        expect(opened && (await buffer(opened.read())).equals(bytes)).toBe(true);
        expect(await readdir(join(elsewhere, sha256.slice(0, 2), sha256.slice(2, 4)))).toEqual([sha256]);
      }
      await spool.dispose();
      expect(await spoolFiles()).toHaveLength(0);
      await rm(elsewhere, { recursive: true });
    },
  );

  it('survive the process being killed right after they were kept', async () => {
    const script = `
      import { createFsBlobs } from ${JSON.stringify(new URL('./blobs.ts', import.meta.url).href)};
      import { BytesPayload } from ${JSON.stringify(new URL('../../contract/payload.ts', import.meta.url).href)};
      const blobs = await createFsBlobs({ directory: process.argv[1] });
      const writer = blobs.spool().open();
      await writer.write(Buffer.alloc(700_000, 7));
      const { sha256 } = await blobs.keep(await writer.finish());
      process.stdout.write(sha256, () => process.kill(process.pid, 'SIGKILL'));
    `;
    const args = ['--input-type=module', '-e', script, directory];
    const killed = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(killed.signal).toBe('SIGKILL');
    const blobs = await createFsBlobs({ directory });
    const opened = await blobs.open(killed.stdout);
    expect(opened && (await buffer(opened.read())).equals(Buffer.alloc(700_000, 7))).toBe(true);
    expect(await spoolFiles()).toHaveLength(0);
  });
});

it('a copy that a dead process left in the making goes a day later, one that is being made stays', async () => {
  const blobs = await createFsBlobs({ directory });
  const { sha256 } = await blobs.keep(new BytesPayload(LARGE));
  const folder = join(directory, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4));
  const [old, young] = [`${sha256}.0123456789ab`, `${sha256}.ba9876543210`];
  for (const name of [old, young]) await writeFile(join(folder, name), 'half');
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await utimes(join(folder, old), yesterday, yesterday);
  expect(await Array.fromAsync(blobs.names())).toEqual([sha256]);
  expect((await readdir(folder)).toSorted()).toEqual([sha256, young]);
});

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function write(spool: ExchangeSpool, bytes: Uint8Array, arriving?: Arriving): Promise<Payload> {
  const writer = spool.open(arriving);
  await writer.write(bytes);
  return writer.finish();
}

async function spoolFiles(): Promise<string[]> {
  const entries = await readdir(join(directory, 'spool'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
