import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BreakableLink, breakableLink } from '../contract/breakable-link.ts';
import { type S3Server, startS3Server } from '../contract/s3-server.ts';
import { blobFiles, eventually, keptRows } from '../gateway/kept-pictures.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type Load, type Received, startLoad } from './load.ts';

let server: S3Server;
let link: BreakableLink;
let gateway: TestGateway;
beforeAll(async () => {
  server = await startS3Server();
  link = await breakableLink(Number(new URL(server.endpoint).port));
  const s3 = {
    ...{ endpoint: `http://127.0.0.1:${link.port}`, bucket: server.bucket, region: server.region },
    ...{ access_key_id: server.accessKeyId, secret_access_key: server.secretAccessKey },
  };
  gateway = await startGateway({ channels: [{ name: 'demo', type: 'demo' }], blobs: { s3 } });
});
afterAll(async () => {
  await gateway.close();
  await link.close();
  await server.close();
});

const isPicture = ({ text }: Received): boolean => text.includes('b64_json');

const next = (number: number) =>
  number % 2 === 0
    ? {
        path: '/v1/images/generations',
        body: { model: 'demo-image', prompt: `Kite ${number}`, size: '64x64' },
      }
    : {
        path: '/v1/chat/completions',
        body: { model: 'demo-chat', messages: [{ role: 'user', content: 'Hi' }] },
      };

/** The server says "forbidden" to strangers of what is there. */
async function isInBucket(sha256 = ''): Promise<boolean> {
  const { status } = await fetch(`${server.endpoint}/${server.bucket}/${sha256}`);
  return [200, 403].includes(status);
}

/** The hash of what a request's answer, asked for again, is made of. */
async function readKept(requestId = ''): Promise<string> {
  const headers = { authorization: `Bearer ${gateway.key}` };
  const answer = await fetch(`${gateway.url}/v1/requests/${requestId}`, { headers });
  const { answer: whole } = (await answer.json()) as { answer: { data: readonly { b64_json: string }[] } };
  return createHash('sha256')
    .update(Buffer.from(whole.data[0]?.b64_json ?? '', 'base64'))
    .digest('hex');
}

/** Those that lie on the gateway's disk. */
const waiting = async (hashes: readonly string[]): Promise<string[]> =>
  (await Promise.all(hashes.map((sha256) => blobFiles(gateway.dataDir, sha256)))).flat();

const more = (load: Load, wanted: (each: Received) => boolean, count: number) => {
  const before = load.received.filter(wanted).length;
  return eventually(() => load.received.filter(wanted).length >= before + count, 30_000);
};

describe('a bucket that goes away under load', () => {
  it('costs nobody anything: pictures wait on the disk, are served from there, and are in it once it is back', async () => {
    const load = startLoad({ url: gateway.url, key: gateway.key, next });
    await more(load, isPicture, 3);
    await link.down();
    await more(load, isPicture, 6);
    const [row] = keptRows(gateway.dataDir).slice(-1);
    expect([await isInBucket(row?.sha256), (await waiting([row?.sha256 ?? ''])).length]).toEqual([false, 1]);
    expect(await readKept(row?.request_id)).toBe(row?.sha256);
    await more(load, ({ status, text }) => status === 200 && text.includes('chat.completion'), 2);
    await link.up();
    await more(load, isPicture, 3);
    await load.stop();
    expect(load.broken).toEqual([]);
    expect(load.received.filter(({ status }) => status !== 200)).toEqual([]);
    const rows = new Map(keptRows(gateway.dataDir).map((each) => [each.sha256, each]));
    for (const { pictures, requestId } of load.received.filter(isPicture)) {
      expect(rows.get(pictures[0] ?? '')?.request_id).toBe(requestId);
    }
    // Whatever a row names gets there.
    await eventually(
      async () => (await Promise.all([...rows.keys()].map(isInBucket))).every(Boolean),
      30_000,
    );
    await eventually(async () => (await waiting([...rows.keys()])).length === 0);
  }, 90_000);

  it('is asked again where it cuts all connections at once', async () => {
    const load = startLoad({ url: gateway.url, key: gateway.key, next });
    for (let round = 0; round < 3; round += 1) {
      await more(load, isPicture, 3);
      link.cut();
    }
    await more(load, isPicture, 3);
    await load.stop();
    expect(load.received.filter(({ status }) => status !== 200)).toEqual([]);
  }, 60_000);
});
