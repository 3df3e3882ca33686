import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBodyKeeper } from '../bodies/body-keeper.ts';
import { BytesPayload } from '../contract/payload.ts';
import { SplicedString } from '../contract/tree.ts';
import { deleteBlobs } from '../media/delete-blobs.ts';
import { createKeeper } from '../media/keep.ts';
import { createFsBlobs } from '../storage/fs/blobs.ts';
import type { BodyRow } from '../storage/ports.ts';
import { createSqliteRecords } from '../storage/sqlite/records.ts';
import type { Stores } from './stores.ts';
import { sweepLog } from './sweep-log.ts';

const DAY = 86_400_000;
const NOON = 1_795_003_200_000;

let directory: string;
let stores: Pick<Stores, 'records' | 'blobs' | 'settings'>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'axonhub-test-'));
  const days = { bodies: 'full', keepDays: 90, keepBodyDays: 7, keepImageDays: 30 };
  stores = {
    records: await createSqliteRecords({ file: ':memory:' }),
    blobs: await createFsBlobs({ directory }),
    settings: { get: () => days } as unknown as Stores['settings'],
  };
});
afterAll(async () => {
  await stores.records.close();
  await rm(directory, { recursive: true });
});

const files = async (): Promise<number> => {
  const entries = await readdir(join(directory, 'blobs'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
};

const picture = new BytesPayload(Buffer.from('a picture of some length'));
const owner = {
  ...{ project: 'default', keyId: 'key', userId: null, requestId: 'req_1', traceId: 'req_1', model: 'm' },
  origin: 'http://gateway',
};

/** A picture and a body, as an exchange at that time leaves them. */
async function exchange(at: number): Promise<void> {
  const { records, blobs } = stores;
  const keeper = createKeeper({
    ...{
      blobs,
      images: records.images,
      deletions: records.blobDeletions,
      urlTtlSeconds: () => 60,
      now: () => at,
    },
    links: { make: () => '', verify: () => undefined, parse: () => undefined },
  });
  await keeper.keep(
    { payload: picture, mediaType: 'image/png', width: 1, height: 1, hasAlpha: false },
    owner,
  );
  const rows: BodyRow[] = [];
  const bodies = createBodyKeeper({
    ...{ blobs, policy: () => 'full' },
    add: (row) => void rows.push(row),
    onError: (error) => expect.fail(String(error)),
  });
  const transcript = bodies.open({ requestId: 'req_1', project: 'default', createdAt: at }, undefined);
  const tree = { image: SplicedString.of('', picture), text: 'long '.repeat(5_000) };
  transcript?.clientRequest({ method: 'POST', url: '/v1' }, { kind: 'json', tree });
  if (transcript) await bodies.close(transcript, 'req_1');
  await records.bodies.insertMany(rows);
}

it('deletes bodies after a week and pictures after a month, and in the end every byte of them', async () => {
  await exchange(NOON);
  const { records, blobs } = stores;
  // The gallery's picture, the body's, and the body's text.
  expect(await files()).toBe(3);
  await sweepLog(stores, NOON + 6 * DAY);
  expect([await files(), (await records.bodies.list('default', 'req_1')).length]).toEqual([3, 1]);
  await sweepLog(stores, NOON + 8 * DAY);
  expect([await files(), (await records.bodies.list('default', 'req_1')).length]).toEqual([1, 0]);
  const later = NOON + 31 * DAY;
  await sweepLog(stores, later);
  expect((await records.images.list('default', {}, { limit: 9 })).items).toEqual([]);
  await deleteBlobs({ blobDeletions: records.blobDeletions, blobs }, () => later);
  expect(await files()).toBe(1);
  await deleteBlobs({ blobDeletions: records.blobDeletions, blobs }, () => later + 180_000);
  expect(await files()).toBe(0);
});

it('keeps the bytes of a picture that was drawn once more meanwhile', async () => {
  await exchange(NOON);
  const { records, blobs } = stores;
  const later = NOON + 31 * DAY;
  await sweepLog(stores, later);
  await exchange(later);
  await deleteBlobs({ blobDeletions: records.blobDeletions, blobs }, () => later + 180_000);
  const { items } = await records.images.list('default', {}, { limit: 9 });
  expect(items).toHaveLength(1);
  expect(await blobs.open(items[0]?.sha256 ?? '')).toBeDefined();
});
