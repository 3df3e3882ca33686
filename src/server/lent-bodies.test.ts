import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Payload } from '../contract/payload.ts';
import { SplicedString } from '../contract/tree.ts';
import { createFsBlobs } from '../storage/fs/blobs.ts';
import type { ExchangeSpool } from '../storage/ports.ts';
import { writeReply } from './replies/write.ts';

/** More than the kernel takes off the writer's hands. */
const PICTURES = Array.from({ length: 3 }, () => randomBytes(12_000_001));
const payloads: Payload[] = [];
let directory = '';
let spool: ExchangeSpool;

const server = createServer((request, response) => {
  const payload = payloads[Number(request.url?.slice(1))];
  if (!payload) throw new TypeError('no such picture');
  void writeReply(response, {
    status: 200,
    headers: {},
    tree: { before: 1, b64_json: SplicedString.of('', payload), after: 2 },
  });
});

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'axonhub-write-'));
  spool = (await createFsBlobs({ directory })).spool();
  for (const picture of PICTURES) {
    const writer = spool.open();
    await writer.write(picture);
    payloads.push(await writer.finish());
  }
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await spool.dispose();
  await rm(directory, { recursive: true });
});

/** Reads an answer, but not at once. */
async function readSlowly(index: number): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const [response] = (await once(get({ port, path: `/${index}` }), 'response')) as [IncomingMessage];
  await sleep(500);
  return text(response);
}

it('brings every slow reader its own picture, although all are written through the same few buffers', async () => {
  const answers = await Promise.all(PICTURES.map((_, index) => readSlowly(index)));
  const expected = PICTURES.map((picture) =>
    JSON.stringify({ before: 1, b64_json: picture.toString('base64'), after: 2 }),
  );
  expect(answers.map(hash)).toEqual(expected.map(hash));
}, 60_000);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
