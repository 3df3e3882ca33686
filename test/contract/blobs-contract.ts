import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BytesPayload, type Payload } from '../../src/contract/payload.ts';
import type { Blobs, ExchangeSpool } from '../../src/storage/ports.ts';

const SMALL = Buffer.from('a tiny picture');
const LARGE = randomBytes(1_500_001);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const content = (payload: Payload | undefined): Promise<Buffer> =>
  buffer(payload?.read() ?? Readable.from([]));

async function spooled(spool: ExchangeSpool, bytes: Uint8Array, step = 65_536): Promise<Payload> {
  const writer = spool.open();
  for (let offset = 0; offset < bytes.byteLength; offset += step) {
    await writer.write(bytes.subarray(offset, offset + step));
  }
  return writer.finish();
}

interface Store {
  blobs: Blobs;
  spool: ExchangeSpool;
}

/** Why the server behind a store cannot do what the store does elsewhere. */
export interface Unable {
  readonly openEmpty?: string;
  readonly list?: string;
}

/** What every blob store does. `make` returns an empty store. */
export function blobsContract(name: string, make: () => Promise<Blobs>, unable: Unable = {}): void {
  describe(`blobs: ${name}`, () => {
    const at = {} as Store;
    beforeEach(async () => {
      at.blobs = await make();
      at.spool = at.blobs.spool();
    });
    afterEach(() => at.spool.dispose());

    roundTrips(at, unable);
    spooling(at);
    keeping(at, unable);
  });
}

function roundTrips(at: Store, unable: Unable): void {
  const sizes: [string, Buffer][] = [
    ['empty', Buffer.alloc(0)],
    ['small', SMALL],
    ['of exactly the memory limit', LARGE.subarray(0, 131_072)],
    ['one byte over the memory limit', LARGE.subarray(0, 131_073)],
    ['large', LARGE],
  ];
  describe.each(sizes)('a payload that is %s', (_, bytes) => {
    it('comes out of the spool as it went in, with its size, head and hash', async () => {
      const payload = await spooled(at.spool, bytes);
      expect(payload.size).toBe(bytes.length);
      expect(Buffer.from(payload.head).equals(bytes.subarray(0, 65_536))).toBe(true);
      expect(payload.sha256).toBe(sha256(bytes));
      expect((await content(payload)).equals(bytes)).toBe(true);
    });

    it('is the same after it was kept and opened again', async (context) => {
      if (bytes.length === 0 && unable.openEmpty) context.skip(unable.openEmpty);
      const kept = await at.blobs.keep(await spooled(at.spool, bytes));
      expect(kept).toEqual({ sha256: sha256(bytes), size: bytes.length });
      await at.spool.dispose();
      const opened = await at.blobs.open(kept.sha256);
      expect(opened?.size).toBe(bytes.length);
      expect(Buffer.from(opened?.head ?? []).equals(bytes.subarray(0, 65_536))).toBe(true);
      expect((await content(opened)).equals(bytes)).toBe(true);
    });
  });
}

function spooling(at: Store): void {
  it('lends its chunks to readers that want no more than one at a time, and gives others chunks of their own', async () => {
    const payload = await spooled(at.spool, LARGE);
    const own = await Array.fromAsync(payload.read());
    expect(Buffer.concat(own).equals(LARGE)).toBe(true);
    const copied: Buffer[] = [];
    for await (const chunk of payload.read('lent')) copied.push(Buffer.from(chunk));
    expect(Buffer.concat(copied).equals(LARGE)).toBe(true);
  });

  it('copies each chunk before write returns', async () => {
    const writer = at.spool.open();
    const reused = Buffer.alloc(1000);
    const expected: Buffer[] = [];
    for (let round = 0; round < 600; round += 1) {
      reused.fill(round % 251);
      expected.push(Buffer.from(reused));
      const pressure = writer.write(reused);
      reused.fill(255);
      await pressure;
    }
    expect((await content(await writer.finish())).equals(Buffer.concat(expected))).toBe(true);
  });

  it('takes chunks far larger than its buffers, and writes that nobody waits for', async () => {
    const writer = at.spool.open();
    const pending = [LARGE, LARGE, LARGE].map((chunk) => writer.write(chunk));
    const payload = await writer.finish();
    await Promise.all(pending);
    expect(payload.sha256).toBe(sha256(Buffer.concat([LARGE, LARGE, LARGE])));
    expect(sha256(await content(payload))).toBe(payload.sha256);
  });

  it('can be read several times at once', async () => {
    const payload = await spooled(at.spool, LARGE);
    const copies = await Promise.all([content(payload), content(payload), content(payload)]);
    expect(copies.every((copy) => copy.equals(LARGE))).toBe(true);
  });

  it('holds many writers of one exchange apart', async () => {
    const inputs = Array.from({ length: 8 }, (_, index) => Buffer.alloc(300_000 + index, index + 1));
    const payloads = await Promise.all(inputs.map((bytes) => spooled(at.spool, bytes, 10_000)));
    expect(payloads.map((payload) => payload.sha256)).toEqual(inputs.map(sha256));
  });
}

function keeping(at: Store, unable: Unable): void {
  it('keeps a payload that never saw the spool', async () => {
    const { sha256: name } = await at.blobs.keep(new BytesPayload(SMALL));
    expect(name).toBe(sha256(SMALL));
    expect((await content(await at.blobs.open(name))).equals(SMALL)).toBe(true);
  });

  it('keeps the same picture twice, also at once, without harm', async () => {
    const payload = await spooled(at.spool, LARGE);
    const other = await spooled(at.spool, LARGE);
    const kept = await Promise.all([at.blobs.keep(payload), at.blobs.keep(other), at.blobs.keep(payload)]);
    expect(new Set(kept.map((blob) => blob.sha256)).size).toBe(1);
    expect((await content(payload)).equals(LARGE)).toBe(true);
    expect((await content(await at.blobs.open(sha256(LARGE)))).equals(LARGE)).toBe(true);
  });

  it('keeps what it opened', async () => {
    const { sha256: name } = await at.blobs.keep(await spooled(at.spool, LARGE));
    const opened = await at.blobs.open(name);
    expect(opened && (await at.blobs.keep(opened))).toEqual({ sha256: name, size: LARGE.length });
  });

  it('names everything it has kept', async (context) => {
    context.skip(unable.list !== undefined, unable.list);
    expect(await Array.fromAsync(at.blobs.names())).toEqual([]);
    for (const bytes of [SMALL, LARGE]) await at.blobs.keep(await spooled(at.spool, bytes));
    const names = await Array.fromAsync(at.blobs.names());
    expect(names.toSorted()).toEqual([sha256(SMALL), sha256(LARGE)].toSorted());
  });

  it('tells when bytes came to be there, and nothing of those that are not', async () => {
    const began = Date.now();
    const { sha256: name } = await at.blobs.keep(await spooled(at.spool, SMALL));
    // Buckets tell whole seconds.
    expect(await at.blobs.writtenAt(name)).toBeGreaterThan(began - 1_001);
    expect(await at.blobs.writtenAt(name)).toBeLessThan(Date.now() + 1_001);
    await at.blobs.delete(name);
    expect(await at.blobs.writtenAt(name)).toBeUndefined();
    expect(await at.blobs.writtenAt('../../etc/passwd')).toBeUndefined();
  });

  it('knows nothing of what was deleted, was never kept or is no hash at all', async () => {
    const { sha256: name } = await at.blobs.keep(await spooled(at.spool, SMALL));
    await at.blobs.delete(name);
    await at.blobs.delete(name);
    await at.blobs.delete('../../etc/passwd');
    expect(await at.blobs.open(name)).toBeUndefined();
    expect(await at.blobs.open(sha256(LARGE))).toBeUndefined();
    expect(await at.blobs.open('../../etc/passwd')).toBeUndefined();
  });
}
