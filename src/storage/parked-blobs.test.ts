import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobsContract } from '../../test/contract/blobs-contract.ts';
import { BytesPayload } from '../contract/payload.ts';
import { createFsBlobs } from './fs/blobs.ts';
import { ParkedBlobs } from './parked-blobs.ts';
import type { Blobs } from './ports.ts';

const PICTURE = randomBytes(300_000);
const SHA256 = createHash('sha256').update(PICTURE).digest('hex');

let directory: string;
let isAway: boolean;
let failures: unknown[];
let store: Blobs;
let park: Blobs;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'axonhub-parked-'));
  isAway = false;
  failures = [];
  store = await createFsBlobs({ directory: join(directory, 'store') });
  park = await createFsBlobs({ directory: join(directory, 'park') });
});
afterEach(() => rm(directory, { recursive: true }));

/** A store in another folder that can be away. */
const parked = (): ParkedBlobs =>
  new ParkedBlobs({
    store: {
      spool: () => store.spool(),
      keep: async (payload) => {
        if (isAway) throw new Error('away');
        return store.keep(payload);
      },
      open: (sha256) => store.open(sha256),
      writtenAt: (sha256) => store.writtenAt(sha256),
      delete: (sha256) => store.delete(sha256),
      names: () => store.names(),
    },
    park,
    onAway: (error) => failures.push(error),
  });

async function holdsPicture(blobs: Blobs): Promise<boolean> {
  const payload = await blobs.open(SHA256);
  return payload !== undefined && PICTURE.equals(await buffer(payload.read()));
}

blobsContract('a store with a place to wait', async () => parked());

describe('pictures of a store that is away', () => {
  it('wait here, are read from here, and are taken to the store once it is back', async () => {
    const blobs = parked();
    isAway = true;
    const kept = [await blobs.keep(new BytesPayload(PICTURE)), await blobs.keep(new BytesPayload(PICTURE))];
    expect(kept).toEqual([
      { sha256: SHA256, size: PICTURE.length },
      { sha256: SHA256, size: PICTURE.length },
    ]);
    expect(failures).toHaveLength(1);
    expect(await store.open(SHA256)).toBeUndefined();
    expect(await holdsPicture(blobs)).toBe(true);
    expect(await Array.fromAsync(blobs.names())).toEqual([SHA256]);
    await expect(blobs.bring()).rejects.toThrow('away');

    isAway = false;
    expect(await blobs.bring()).toBe(1);
    expect(await park.open(SHA256)).toBeUndefined();
    expect(await holdsPicture(store)).toBe(true);
  });

  it('do not wait for the store again until it has been found well', async () => {
    const blobs = parked();
    isAway = true;
    await blobs.keep(new BytesPayload(Buffer.from('first')));
    isAway = false;
    const { sha256 } = await blobs.keep(new BytesPayload(PICTURE));
    expect(await store.open(sha256)).toBeUndefined();
    expect(await blobs.bring()).toBe(2);
    await blobs.keep(new BytesPayload(Buffer.from('third')));
    expect(await Array.fromAsync(park.names())).toEqual([]);
  });

  it('are deleted wherever they are, and named once', async () => {
    const blobs = parked();
    await blobs.keep(new BytesPayload(PICTURE));
    await park.keep(new BytesPayload(PICTURE));
    expect(await Array.fromAsync(blobs.names())).toEqual([SHA256]);
    await blobs.delete(SHA256);
    expect(await blobs.open(SHA256)).toBeUndefined();
  });

  it('fail with what the store says where there is no room here either', async () => {
    const blobs = parked();
    isAway = true;
    park.keep = async () => {
      throw new Error('no room');
    };
    await expect(blobs.keep(new BytesPayload(PICTURE))).rejects.toThrow('away');
    expect(failures).toEqual([]);
  });
});
