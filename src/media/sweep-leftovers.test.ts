import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANSWER } from '../../test/contract/answer-records.ts';
import { type FakeS3, S3_ACCOUNT, S3_BUCKET, startS3 } from '../../test/upstreams/s3.ts';
import { keepPrivate } from '../answers/private-blob.ts';
import { BytesPayload } from '../contract/payload.ts';
import { createFsBlobs } from '../storage/fs/blobs.ts';
import { ParkedBlobs } from '../storage/parked-blobs.ts';
import type { Blobs, ImageRow, Records } from '../storage/ports.ts';
import { createS3Blobs } from '../storage/s3/blobs.ts';
import { createSqliteRecords } from '../storage/sqlite/records.ts';
import { deleteBlobs } from './delete-blobs.ts';
import { sweepLeftovers } from './sweep-leftovers.ts';

const HOUR = 3_600_000;
let directory: string;
let bucket: FakeS3;
let records: Records;
let blobs: Blobs;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'axonhub-leftovers-'));
  bucket = await startS3();
  records = await createSqliteRecords({ file: join(directory, 'test.db') });
});
afterEach(async () => {
  await records.close();
  await bucket.close();
  await rm(directory, { recursive: true });
});

const onDisk = () => createFsBlobs({ directory });
const inBucket = () =>
  createS3Blobs({
    directory,
    endpoint: bucket.url,
    forcePathStyle: true,
    bucket: S3_BUCKET,
    region: S3_ACCOUNT.region,
    credentials: S3_ACCOUNT,
  });

const image = (sha256: string): ImageRow => ({
  ...{ id: sha256, project: 'default', keyId: 'key_1', userId: null, requestId: 'r', traceId: 't', sha256 },
  ...{ mediaType: 'image/png', width: 1, height: 1, bytes: 1, hasAlpha: false, model: 'm', signature: null },
  ...{ prompt: null, parameters: null, thumbnail: null, createdAt: Date.now() },
});

async function kept(): Promise<string> {
  const { sha256 } = await blobs.keep(new BytesPayload(randomBytes(100)));
  return sha256;
}

/** As the gateway does it: marks, and some minutes later deletes. */
async function sweep(now: number, more: { most?: number } = {}): Promise<number> {
  const { blobDeletions } = records;
  const found = await sweepLeftovers({ blobs, blobDeletions, random: Math.random, ...more }, now);
  await deleteBlobs({ blobs, blobDeletions }, () => now + HOUR);
  return found;
}

const names = async () => (await Array.fromAsync(blobs.names())).toSorted();

describe.each([
  ['on the disk', onDisk],
  ['in a bucket', inBucket],
])('bytes whose row was lost %s', (_, open) => {
  it('go after a day, and nothing that a row names goes with them', async () => {
    blobs = await open();
    const [picture, leftover] = [await kept(), await kept()];
    await records.images.insert(image(picture));
    const text = await keepPrivate(blobs, new BytesPayload(randomBytes(100)).read());
    const body = JSON.stringify([{ own: text, as: 'raw' }]);
    await records.answers.insert({ ...ANSWER, state: 'done', body });
    expect(await sweep(Date.now() + 23 * HOUR)).toBe(0);
    expect(await names()).toEqual([leftover, picture, text].toSorted());
    expect(await sweep(Date.now() + 25 * HOUR)).toBe(1);
    expect(await names()).toEqual([picture, text].toSorted());
  });
});

it('waits for no place in memory: of more than fit some go now, the others later', async () => {
  blobs = await onDisk();
  for (let at = 0; at < 7; at += 1) await kept();
  const rounds = [];
  for (let day = 2; day < 6; day += 1) rounds.push(await sweep(Date.now() + day * 24 * HOUR, { most: 3 }));
  expect(rounds).toEqual([3, 3, 1, 0]);
});

it('leaves alone what waits for its bucket, and what is kept once more while it is looked at', async () => {
  const [store, park] = [await inBucket(), await createFsBlobs({ directory: join(directory, 'parked') })];
  blobs = new ParkedBlobs({ store, park, onAway: () => {} });
  const { sha256: waiting } = await park.keep(new BytesPayload(randomBytes(100)));
  const again = await kept();
  const now = Date.now() + 25 * HOUR;
  const { blobDeletions } = records;
  expect(await sweepLeftovers({ blobs, blobDeletions, random: Math.random }, now)).toBe(1);
  await records.images.insert(image(again));
  await deleteBlobs({ blobs, blobDeletions }, () => now + HOUR);
  expect(await names()).toEqual([again, waiting].toSorted());
});
