import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashKey } from '../../src/accounts/gateway-key.ts';
import { announceKeyChange } from '../../src/accounts/key-changes.ts';
import { createPostgresRecords } from '../../src/storage/postgres/records.ts';
import { createRedisShared } from '../../src/storage/redis/shared-state.ts';
import { type AdminClient, setUpOwner } from '../admin/admin-client.ts';
import { createDatabase, type TestDatabase } from '../contract/postgres-database.ts';
import { KEY, SECRET } from '../contract/records/keys.ts';
import { emptyRedis } from '../contract/redis-database.ts';
import { type S3Server, startS3Server } from '../contract/s3-server.ts';
import { isReachable } from '../contract/services.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { inspectPicture } from '../upstreams/picture.ts';
import { JobClient } from './job-client.ts';
import { eventually } from './kept-pictures.ts';
import { startGateway, type TestGateway } from './start.ts';

const reachable = [await isReachable('PostgreSQL', 5432), await isReachable('Redis', 6379)].every(Boolean);

interface Nodes {
  one: TestGateway;
  two: TestGateway;
  database: TestDatabase;
  pictures: S3Server;
  upstream: Fake;
  /** URL. */
  redis: string;
}
const at = {} as Nodes;

async function startNodes(): Promise<void> {
  Object.assign(at, {
    database: await createDatabase(),
    pictures: await startS3Server(),
    upstream: await startOpenAi(),
    redis: await emptyRedis('pictures'),
  });
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = at.pictures;
  const file = {
    secret: 'one secret of both nodes',
    database_url: at.database.url,
    redis_url: at.redis,
    blobs: {
      s3: { endpoint, bucket, region, access_key_id: accessKeyId, secret_access_key: secretAccessKey },
    },
    channels: [
      { name: 'openai', type: 'openai', base_url: at.upstream.url, api_key: 'sk-test' },
      { name: 'demo', type: 'demo' },
    ],
  };
  [at.one, at.two] = await Promise.all([startGateway(file), startGateway(file)]);
}

async function stopNodes(): Promise<void> {
  await Promise.all([at.one.close(), at.two.close()]);
  await Promise.all([at.database.drop(), at.pictures.close(), at.upstream.close()]);
}

const answerOf = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;

describe.skipIf(!reachable)('two gateways on one PostgreSQL, Redis and S3', () => {
  beforeAll(startNodes);
  afterAll(stopNodes);

  describe('a picture made on one', () => {
    interface Made {
      readonly data: readonly { readonly url: string }[];
      readonly axonhub: { readonly images: readonly { readonly id: string }[] };
    }
    let made: Made;
    beforeAll(async () => {
      const body = { model: 'demo-image', prompt: 'A kite', size: '512x512', response_format: 'url' };
      made = await answerOf<Made>(at.one.post('/v1/images/generations', body));
    });

    it("is served by the other under the first one's link", async () => {
      const link = made.data[0]?.url ?? '';
      const [here, there] = await Promise.all([fetch(link), fetch(link.replace(at.one.url, at.two.url))]);
      expect([here.status, there.status]).toEqual([200, 200]);
      const picture = Buffer.from(await there.arrayBuffer());
      expect(picture.equals(Buffer.from(await here.arrayBuffer()))).toBe(true);
      expect(await inspectPicture(picture)).toMatchObject({ width: 512, height: 512, format: 'png' });
    });

    it('is edited on the other by its id', async () => {
      const content = [
        { type: 'text', text: 'Make it night' },
        { type: 'input_image', file_id: made.axonhub.images[0]?.id },
      ];
      const messages = [{ role: 'user', content }];
      const body = { model: 'demo-image', messages, modalities: ['image', 'text'] };
      const { choices } = await answerOf<{
        readonly choices: readonly { readonly message: { readonly images: readonly object[] } }[];
      }>(at.two.post('/v1/chat/completions', body));
      expect(choices[0]?.message.images).toHaveLength(1);
    });
  });

  it('continue each other’s conversations', async () => {
    const say = (node: TestGateway, input: string, more: object = {}) =>
      answerOf<{ readonly id: string }>(node.post('/v1/responses', { model: 'gpt-5-mini', input, ...more }));
    const first = await say(at.one, 'My name is Kim');
    const second = await say(at.two, 'What is my name?', { previous_response_id: first.id });
    await say(at.one, 'And backwards?', { previous_response_id: second.id });
    const heard = at.upstream.calls.slice(-2).map(({ body }) => body.toString());
    expect(heard[0]).toMatch(/My name is Kim.*What is my name\?/s);
    expect(heard[1]).toMatch(/My name is Kim.*What is my name\?.*And backwards\?/s);
  });

  it('answer one Idempotency-Key once, wherever it comes in', async () => {
    const before = at.upstream.calls.length;
    const body = { model: 'gpt-image-2', prompt: 'A kite', size: '1024x1024' };
    const ask = (node: TestGateway) =>
      node.post('/v1/images/generations', body, { 'idempotency-key': 'both nodes', prefer: 'wait' });
    const answers = await Promise.all([at.one, at.two, at.one, at.two].map(ask));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(at.upstream.calls.length - before).toBe(1);
    const other = { ...body, prompt: 'A cat' };
    const reused = await at.two.post('/v1/images/generations', other, { 'idempotency-key': 'both nodes' });
    expect(reused.status).toBe(422);
    const id = answers[0]?.headers.get('ah-request-id');
    for (const { url, key } of [at.one, at.two]) {
      const headers = { authorization: `Bearer ${key}` };
      expect(await (await fetch(`${url}/v1/requests/${id}/answer`, { headers })).text()).toBe(texts[0]);
    }
  });

  it('do each job once, whoever accepted it, and both tell of it', async () => {
    const before = at.upstream.calls.length;
    const body = (prompt: string) => ({ model: 'gpt-image-2', prompt, size: '1024x1024' });
    const clients = [at.one, at.two].map(({ url, key }) => new JobClient(url, key));
    const [one, two] = clients as [JobClient, JobClient];
    const started = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (clients[index % 2] as JobClient).start('/v1/images/generations', body(`Kite ${index}`)),
      ),
    );
    for (const [index, { id }] of started.entries()) {
      const other = index % 2 === 0 ? two : one;
      const job = await other.ended(id, 30_000);
      expect(job).toMatchObject({ status: 'completed', times_started: 1 });
      expect(await (await one.get(job.result_url ?? '')).json()).toEqual(job.result);
    }
    expect(at.upstream.calls.length - before).toBe(8);
    expect(await (await one.get('/v1/webhooks/secret')).text()).toBe(
      await (await two.get('/v1/webhooks/secret')).text(),
    );
  });

  it('refuse a disabled key within a second of the announcement, both', async () => {
    const key = `ah-${randomUUID()}`;
    await insertKey(key);
    const statuses = () =>
      Promise.all(
        [at.one, at.two].map(async ({ url }) => {
          const { status } = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
          return status;
        }),
      );
    expect(await statuses()).toEqual([200, 200]);
    await at.database.run(
      "update gateway_keys set status = 'disabled' where id in (select key_id from key_secrets where hash = $1)",
      [hashKey(key)],
    );
    // Remembered still: it is the announcement that ends it, not the time.
    expect(await statuses()).toEqual([200, 200]);
    const shared = await createRedisShared({ url: at.redis, onTrouble: () => {} });
    await announceKeyChange(shared, [hashKey(key)]);
    await eventually(async () => (await statuses()).every((status) => status === 401), 1_000);
    await shared.close();
  });
});

describe.skipIf(!reachable)('channels of two gateways on one PostgreSQL and Redis', () => {
  beforeAll(startNodes);
  afterAll(stopNodes);

  let owner: AdminClient;
  beforeAll(async () => {
    owner = await setUpOwner(at.one.url);
  });

  it('follow models and prices that are set on one within a second', async () => {
    const messages = [{ role: 'user', content: 'Good morning' }];
    const askTwo = (model: string) => at.two.post('/v1/chat/completions', { model, messages });
    await owner.post('/models', { name: 'house', associations: [{ model: 'gpt-5-mini' }] });
    await eventually(async () => (await askTwo('house')).status === 200, 1_000);
    const prices = [{ what: 'request', per: 'request', usd: 0.5 }];
    await owner.post('/prices', { model: 'gpt-5-mini', source: 'a contract', prices });
    await eventually(
      async () => Number.parseFloat((await askTwo('house')).headers.get('ah-cost') ?? '') === 0.5,
      1_000,
    );
  });

  it('that are made on one serve on the other within a second, and no longer once they are disabled', async () => {
    const { body } = await owner.post('/channels', {
      ...{ name: 'new', type: 'openai', baseUrl: at.upstream.url, credentials: [{ key: 'sk-test' }] },
      models: { source: 'list', list: [{ name: 'of-the-new-one', upstream: 'gpt-5-mini' }] },
    });
    const statusOnTwo = async () => {
      const messages = [{ role: 'user', content: 'Good morning' }];
      return (await at.two.post('/v1/chat/completions', { model: 'of-the-new-one', messages })).status;
    };
    await eventually(async () => (await statusOnTwo()) === 200, 1_000);
    await owner.post('/channels/bulk', { ids: [body.id], action: 'disable' });
    await eventually(async () => (await statusOnTwo()) === 404, 1_000);
  });
});

/** As another node would. */
async function insertKey(key: string): Promise<void> {
  const records = await createPostgresRecords({ url: at.database.url, onTrouble: () => {} });
  const id = randomUUID();
  await records.keys.insert(
    { ...KEY, id, name: 'temporary' },
    { ...SECRET, keyId: id, hash: hashKey(key), createdAt: Date.now() },
  );
  await records.close();
}
