import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Call } from '../contract/provider.ts';
import { SplicedString } from '../contract/tree.ts';
import { createFsBlobs } from '../storage/fs/blobs.ts';
import type { ExchangeSpool } from '../storage/ports.ts';
import { createUpstream } from './upstream.ts';

const upstream = createUpstream();
let directory = '';
let spool: ExchangeSpool;

/** Takes its time, and answers with the hash of what it got. */
const slow = createServer(async (request, response) => {
  // Longer than the kernel takes what is written off the writer's hands.
  await sleep(500);
  const hash = createHash('sha256');
  for await (const chunk of request) hash.update(chunk as Buffer);
  response.end(hash.digest('hex'));
});

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'axonhub-upstream-'));
  spool = (await createFsBlobs({ directory })).spool();
  await once(slow.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  await upstream.close();
  slow.closeAllConnections();
  slow.close();
  await spool.dispose();
  await rm(directory, { recursive: true });
});

async function hashOfArrival(picture: Buffer): Promise<string> {
  const writer = spool.open();
  await writer.write(picture);
  const tree = { image: SplicedString.of('', await writer.finish()) };
  const call: Call = { method: 'POST', path: '/images', body: { kind: 'json', tree } };
  const { body } = await upstream.send(call, {
    baseUrl: `http://127.0.0.1:${(slow.address() as AddressInfo).port}`,
    headers: {},
    signal: new AbortController().signal,
    timeoutMs: 60_000,
    idleTimeoutMs: 60_000,
    bodyTimeoutMs: 60_000,
  });
  return text(body);
}

it('brings every slow upstream its own picture, although all are read and encoded in the same few buffers', async () => {
  const pictures = Array.from({ length: 3 }, () => randomBytes(12_000_001));
  const expected = pictures.map((picture) =>
    createHash('sha256')
      .update(JSON.stringify({ image: picture.toString('base64') }))
      .digest('hex'),
  );
  expect(await Promise.all(pictures.map(hashOfArrival))).toEqual(expected);
}, 120_000);
