import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { blobsContract } from '../../../test/contract/blobs-contract.ts';
import { type S3Server, startS3Server } from '../../../test/contract/s3-server.ts';
import { type FakeS3, S3_ACCOUNT, S3_BUCKET, startS3 } from '../../../test/upstreams/s3.ts';
import { BytesPayload, type Payload } from '../../contract/payload.ts';
import type { Blobs } from '../ports.ts';
import { createS3Blobs, type S3BlobsOptions } from './blobs.ts';

const LARGE = randomBytes(400_000);
let directory: string;
let server: S3Server;
let fake: FakeS3;

beforeAll(async () => {
  server = await startS3Server();
});
afterAll(() => server.close());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'axonhub-blobs-'));
  fake = await startS3();
});
afterEach(async () => {
  await fake.close();
  await rm(directory, { recursive: true, force: true });
});

const onFake = (more: Partial<S3BlobsOptions> = {}): Promise<Blobs> =>
  createS3Blobs({
    directory,
    endpoint: fake.url,
    forcePathStyle: true,
    bucket: S3_BUCKET,
    region: S3_ACCOUNT.region,
    credentials: S3_ACCOUNT,
    ...more,
  });

const onServer = (): Promise<Blobs> => {
  const { endpoint, bucket, region, ...credentials } = server;
  const prefix = `${randomBytes(6).toString('hex')}/`;
  return createS3Blobs({ directory, endpoint, bucket, region, credentials, prefix, forcePathStyle: true });
};

blobsContract('S3, in front of s3rver', onServer, {
  openEmpty: 's3rver breaks off when a range of an empty object is asked for',
  list: 's3rver signs the path of a listing without the slash that it was called with',
});
blobsContract('S3, in front of a bucket that checks every signed byte', () => onFake());

describe('pictures in a bucket', () => {
  it('stand under their hash behind the prefix, and what was under way is gone from the disk', async () => {
    const { sha256 } = await (await onFake({ prefix: 'axon/hub/' })).keep(new BytesPayload(LARGE));
    expect([...fake.objects.keys()]).toEqual([`axon/hub/${sha256}`]);
    expect(fake.objects.get(`axon/hub/${sha256}`)?.equals(LARGE)).toBe(true);
    expect(await filesOnDisk()).toEqual([]);
  });

  it('are uploaded once, and again only when what is there has another length', async () => {
    const blobs = await onFake();
    const { sha256 } = await blobs.keep(new BytesPayload(LARGE));
    await blobs.keep(new BytesPayload(LARGE));
    expect(uploads()).toHaveLength(1);
    (fake.objects as Map<string, Buffer>).set(sha256, LARGE.subarray(0, 1000));
    await blobs.keep(new BytesPayload(LARGE));
    expect(fake.objects.get(sha256)?.equals(LARGE)).toBe(true);
  });

  it('stay readable on the local disk until their exchange ends', async () => {
    const blobs = await onFake();
    const spool = blobs.spool();
    const payload = await written(spool.open(), LARGE);
    await blobs.keep(payload);
    const before = fake.calls.length;
    expect((await buffer(payload.read())).equals(LARGE)).toBe(true);
    expect(fake.calls).toHaveLength(before);
    await spool.dispose();
    expect(await filesOnDisk()).toEqual([]);
  });

  it('are read in ranges of 8 MiB behind the beginning, which is fetched once', async () => {
    const bytes = randomBytes(20_000_000);
    const blobs = await onFake();
    const { sha256 } = await blobs.keep(new BytesPayload(bytes));
    const opened = await blobs.open(sha256);
    expect(opened && (await buffer(opened.read())).equals(bytes)).toBe(true);
    expect(ranges()).toEqual([
      'bytes=0-65535',
      'bytes=65536-8454143',
      'bytes=8454144-16842751',
      'bytes=16842752-19999999',
    ]);
  });

  it('up to 64 KiB are opened with a single request', async () => {
    const blobs = await onFake();
    const { sha256 } = await blobs.keep(new BytesPayload(LARGE.subarray(0, 65_536)));
    const opened = await blobs.open(sha256);
    expect(opened && (await buffer(opened.read())).length).toBe(65_536);
    expect(ranges()).toEqual(['bytes=0-65535']);
  });
});

describe('a bucket in trouble', () => {
  const busy = { status: 503, body: '<Error><Code>SlowDown</Code></Error>' };

  it('is asked again, streamed uploads included', async () => {
    const blobs = await onFake();
    const payload = await written(blobs.spool().open(), LARGE);
    fake.next((call) => ({ status: call.method === 'HEAD' ? 404 : 500, body: '' }));
    fake.next(busy);
    fake.next(busy);
    const { sha256 } = await blobs.keep(payload);
    expect(fake.objects.get(sha256)?.equals(LARGE)).toBe(true);
    expect(uploads()).toHaveLength(3);
  });

  it('that stays so is told as overload, without its address', async () => {
    const blobs = await onFake();
    await fake.close();
    const failure = await blobs.keep(new BytesPayload(LARGE)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'overloaded', facts: { internal: expect.stringContaining('S3') } });
    expect((failure as Error).message).not.toMatch(/127\.0\.0\.1|pictures/);
  });

  it('that sends less than it promised is a failure, never a short picture', async () => {
    const blobs = await onFake();
    const { sha256 } = await blobs.keep(new BytesPayload(LARGE));
    const opened = await blobs.open(sha256);
    fake.next({ status: 206, body: LARGE.subarray(65_536, 100_000) });
    await expect(opened && buffer(opened.read())).rejects.toMatchObject({ code: expect.any(String) });
  });

  it.each<[string, Partial<S3BlobsOptions>, RegExp]>([
    ['that does not exist', { bucket: 'elsewhere' }, /^NoSuchBucket: /],
    [
      'whose secret is another',
      { credentials: { ...S3_ACCOUNT, secretAccessKey: 'wrong' } },
      /^SignatureDoesNotMatch: /,
    ],
    ['that cannot be reached', { endpoint: 'http://127.0.0.1:1' }, /ECONNREFUSED/],
  ])('%s ends the start', async (_what, options, message) => {
    await expect(onFake(options)).rejects.toThrow(message);
  });
});

const uploads = () => fake.calls.filter(({ method }) => method === 'PUT');
/** The first one is the start's question whether the bucket answers. */
const ranges = () => fake.calls.flatMap(({ headers }) => headers.range ?? []).slice(1);

async function written(
  writer: ReturnType<ReturnType<Blobs['spool']>['open']>,
  bytes: Buffer,
): Promise<Payload> {
  await writer.write(bytes);
  return writer.finish();
}

async function filesOnDisk(): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
