import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BreakableLink, breakableLink } from '../contract/breakable-link.ts';
import { type S3Server, startS3Server } from '../contract/s3-server.ts';
import { eventually, keptRows } from '../gateway/kept-pictures.ts';
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

const more = (load: Load, wanted: (each: Received) => boolean, count: number) => {
  const before = load.received.filter(wanted).length;
  return eventually(() => load.received.filter(wanted).length >= before + count, 30_000);
};

describe('a bucket that goes away under load', () => {
  it('costs a clear 503 for pictures and nothing else; whatever a client has in hand is in it, and all is well once it is back', async () => {
    const load = startLoad({ url: gateway.url, key: gateway.key, next });
    await more(load, isPicture, 3);
    await link.down();
    await more(load, ({ status }) => status === 503, 2);
    const duringOutage = load.received.length;
    await more(load, ({ status, text }) => status === 200 && text.includes('chat.completion'), 2);
    expect(load.received.length).toBeGreaterThan(duringOutage);
    await link.up();
    await more(load, isPicture, 3);
    await load.stop();
    expect(load.broken).toEqual([]);
    const failed = load.received.filter(({ status }) => status !== 200);
    for (const { status, text } of failed) {
      expect(status).toBe(503);
      expect(JSON.parse(text)).toMatchObject({
        error: { message: expect.stringContaining('The picture store cannot be reached now.') },
      });
      expect(text).not.toMatch(/ECONN|127\.0\.0\.1|bucket|pictures\//);
    }
    const rows = new Map(keptRows(gateway.dataDir).map((row) => [row.sha256, row]));
    for (const { pictures, requestId } of load.received.filter(isPicture)) {
      expect(rows.get(pictures[0] ?? '')?.request_id).toBe(requestId);
    }
    // Whatever a row names can be had.
    for (const { sha256 } of rows.values()) {
      const response = await fetch(`${server.endpoint}/${server.bucket}/${sha256}`);
      expect([200, 403]).toContain(response.status);
    }
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
