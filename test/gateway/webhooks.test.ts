import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Fake, type FakeCall, type FakeReply, startFake } from '../upstreams/fake.ts';
import { JobClient } from './job-client.ts';
import { eventually } from './kept-pictures.ts';
import { startGateway, type TestGateway } from './start.ts';

const OTHER_KEY = 'ah-other-0123456789';
const picture = { model: 'demo-image', prompt: 'A kite', size: '512x512' };

let gateway: TestGateway;
let client: JobClient;
let receiver: Fake;
let answer: FakeReply;
beforeAll(async () => {
  const api_keys = [
    { name: 'test', key: 'ah-test-0123456789' },
    { name: 'other', key: OTHER_KEY },
  ];
  const server = { allow_private_urls: true };
  gateway = await startGateway({ api_keys, server, channels: [{ name: 'demo', type: 'demo' }] });
  client = new JobClient(gateway.url, gateway.key);
});
afterAll(() => gateway.close());
beforeEach(async () => {
  answer = { status: 204, body: '' };
  receiver = await startFake(() => answer);
});
afterEach(() => receiver.close());

const secretOf = async (of: JobClient): Promise<string> =>
  ((await (await of.get('/v1/webhooks/secret')).json()) as { secret: string }).secret;

const start = () =>
  client.start('/v1/images/generations', picture, { 'ah-webhook-url': `${receiver.url}/hook?of=mine` });

const called = async (times: number): Promise<FakeCall> => {
  await eventually(() => receiver.calls.length >= times);
  return receiver.calls[times - 1] as FakeCall;
};

const verify = (secret: string, { body, headers }: FakeCall): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

/** Makes every message due, as time would. */
function hasten(): void {
  const database = new DatabaseSync(join(gateway.dataDir, 'axonhub.db'));
  database.exec("update webhooks set due_at = 0 where state = 'waiting'");
  database.close();
}

it('a job that ended is told to its client’s server, signed for this key', async () => {
  const { id } = await start();
  const call = await called(1);
  expect([call.method, call.path, call.headers['content-type']]).toEqual([
    'POST',
    '/hook?of=mine',
    'application/json',
  ]);
  expect(verify(await secretOf(client), call)).toMatchObject({
    type: 'job.completed',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    data: { id, object: 'job', status: 'completed', result_url: `/v1/jobs/${id}/result` },
  });
  const others = await secretOf(new JobClient(gateway.url, OTHER_KEY));
  expect(() => verify(others, call)).toThrow('No matching signature');
  expect(call.body.toString()).not.toContain('b64_json');
  await eventually(async () => (await client.view(id)).webhook?.state === 'delivered');
  expect((await client.view(id)).webhook).toMatchObject({ attempts: 1, last_status: 204 });
});

it('is never sent for a request that is waited for, which is told so', async () => {
  const headers = { 'ah-webhook-url': `${receiver.url}/hook` };
  const response = await client.ask('/v1/images/generations', picture, headers);
  const { axonhub } = (await response.json()) as { axonhub: { warnings: unknown[] } };
  expect(axonhub.warnings).toEqual([
    {
      kind: 'ignored',
      field: 'AH-Webhook-URL',
      detail: 'Webhooks are for jobs: ask for pictures with "Prefer: respond-async".',
    },
  ]);
  expect(receiver.calls).toEqual([]);
});

it('is tried again with the same id and a fresh signature, until it is taken', async () => {
  answer = { status: 500, body: 'no' };
  const { id } = await start();
  await called(1);
  await eventually(async () => (await client.view(id)).webhook?.attempts === 1);
  expect((await client.view(id)).webhook).toMatchObject({ state: 'waiting', last_status: 500 });
  answer = { status: 200, body: 'yes' };
  hasten();
  const second = await called(2);
  const [first] = receiver.calls as [FakeCall];
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
  expect(second.body.equals(first.body)).toBe(true);
  verify(await secretOf(client), second);
  await eventually(async () => (await client.view(id)).webhook?.state === 'delivered');
});

it.each([
  ['410', 410, 1],
  ['nothing but failures', 503, 8],
])('is given up after %s', async (_what, status, times) => {
  answer = { status, body: '' };
  const { id } = await start();
  for (let time = 1; time <= times; time += 1) {
    await called(time);
    await eventually(async () => (await client.view(id)).webhook?.attempts === time);
    hasten();
  }
  expect((await client.view(id)).webhook).toMatchObject({ state: 'given_up', last_status: status });
});

it('never follows a redirect', async () => {
  const elsewhere = await startFake(() => ({ status: 204, body: '' }));
  answer = { status: 307, headers: { location: elsewhere.url }, body: '' };
  const { id } = await start();
  await eventually(async () => (await client.view(id)).webhook?.attempts === 1);
  expect((await client.view(id)).webhook).toMatchObject({ state: 'waiting', last_status: 307 });
  expect(elsewhere.calls).toEqual([]);
  await elsewhere.close();
});

it.each(['ftp://example.com/', 'not a url', 'http://user:secret@example.com/', 'http://example.com:25/'])(
  'is refused at once for %s',
  async (url) => {
    const headers = { prefer: 'respond-async', 'ah-webhook-url': url };
    const refused = await client.ask('/v1/images/generations', picture, headers);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: { param: 'AH-Webhook-URL' } });
  },
);

it('never reaches a private address unless the operator allows it', async () => {
  const guarded = await startGateway({ channels: [{ name: 'demo', type: 'demo' }] });
  try {
    const own = new JobClient(guarded.url, guarded.key);
    const ask = (url: string) => own.start('/v1/images/generations', picture, { 'ah-webhook-url': url });
    await expect(ask(receiver.url)).rejects.toThrow('The webhook cannot be sent');
    // A name is looked up when its message is due.
    const { id } = await ask(receiver.url.replace('127.0.0.1', 'localhost'));
    await eventually(async () => (await own.view(id)).webhook?.attempts === 1);
    expect((await own.view(id)).webhook).toMatchObject({ state: 'waiting', last_status: null });
    expect(receiver.calls).toEqual([]);
  } finally {
    await guarded.close();
  }
});
