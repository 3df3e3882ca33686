import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type Fake, type FakeReply, startFake } from '../upstreams/fake.ts';
import { makePicture } from '../upstreams/picture.ts';
import { logged } from './ask.ts';

const PICTURE = await makePicture({ width: 1024, height: 1024, format: 'png', label: 'paid' });
let gateway: TestGateway;
let upstream: Fake;
/** What the server of the pictures answers, one after the other, the last one for ever. */
let answers: FakeReply[];
beforeEach(async () => {
  answers = [];
  upstream = await startFake(({ method, headers }) => {
    if (method === 'POST') return { json: { images: [{ url: `http://${headers.host}/files/1` }] } };
    return (answers.length > 1 ? answers.shift() : answers[0]) ?? whole;
  });
  const channel = { name: 'linking', type: 'siliconflow', base_url: upstream.url, api_key: 'sk-test' };
  gateway = await startGateway({ channels: [channel] });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const whole: FakeReply = { headers: { 'content-type': 'image/png' }, body: PICTURE };
const cut: FakeReply = {
  raw: (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': String(PICTURE.length) });
    response.write(PICTURE.subarray(0, 1_000), () => response.destroy());
  },
};
const reset: FakeReply = { raw: ({ socket }: ServerResponse) => void socket?.resetAndDestroy() };
const busy: FakeReply = { status: 503, body: 'SlowDown' };
const gone: FakeReply = { status: 403, body: 'expired' };

async function draw() {
  const body = { model: 'Kwai-Kolors/Kolors', prompt: 'A kite', size: '1024x1024' };
  const response = await gateway.post('/v1/images/generations', body);
  const answer = (await response.json()) as {
    data?: { b64_json: string }[];
    error?: { code: string; message: string };
  };
  return { status: response.status, requestId: response.headers.get('ah-request-id') ?? '', ...answer };
}

const calls = (method: string) => upstream.calls.filter((call) => call.method === method).length;

describe('the link to a picture that is paid for', () => {
  it.each([
    ['that breaks in its middle, twice', [cut, cut, whole]],
    ['whose server is busy, then resets the connection', [busy, reset, whole]],
  ])('%s, is tried again, and the provider is asked once', async (_what, behaviours) => {
    answers = behaviours;
    const got = await draw();
    expect([got.status, got.error]).toEqual([200, undefined]);
    expect(Buffer.from(got.data?.[0]?.b64_json ?? '', 'base64').equals(PICTURE)).toBe(true);
    expect([calls('POST'), calls('GET')]).toEqual([1, 3]);
  });

  it.each([
    ['that breaks for ever', [cut], 3],
    ['that has died', [gone], 1],
  ])("%s, is the provider's fault, and its bill is told as unknown", async (_what, behaviours, tries) => {
    answers = behaviours;
    const got = await draw();
    expect([got.status, got.error?.code]).toEqual([502, 'upstream_error']);
    expect(got.error?.message).toContain("The provider's picture could not be fetched");
    expect([calls('POST'), calls('GET')]).toEqual([1, tries]);
    const { attempts } = await logged(gateway, got.requestId);
    expect(attempts).toMatchObject([{ error_code: 'upstream_error', cost_nano_usd: null }]);
  });
});
