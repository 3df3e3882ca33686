import { afterAll, beforeAll, expect, it } from 'vitest';
import { insideAMinute } from '../gateway/inside-a-minute.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { type AdminClient, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
let upstream: Fake;
beforeAll(async () => {
  upstream = await startOpenAi();
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const channel = (name: string, more: object) => ({
  ...{ name, type: 'openai', baseUrl: upstream.url, credentials: [{ key: 'sk-test' }] },
  ...more,
});
const chat = () =>
  gateway.post('/v1/chat/completions', { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hi' }] });

it('limits and budgets are set, hold at once, and show what stands against them', async () => {
  await insideAMinute();
  const budgets = [{ measure: 'images', per: 'month', limit: 10 }];
  const limits = { requestsPerMinute: 1, concurrency: 5 };
  const made = await owner.post('/channels', channel('limited', { limits, budgets }));
  expect(made.body).toMatchObject({
    limits: { requestsPerMinute: 1, tokensPerMinute: null, imagesPerMinute: null, concurrency: 5 },
    budgets,
    budgetStanding: [{ measure: 'images', used: 0 }],
  });
  expect((await chat()).status).toBe(200);
  expect((await chat()).status).toBe(429);
  const path = `/channels/${made.body.id}`;
  expect((await owner.get(path)).body.limitStanding).toEqual([
    { limit: 'requestsPerMinute', most: 1, used: 1, resetsAt: expect.any(Number) },
    { limit: 'concurrency', most: 5, used: 0, resetsAt: null },
  ]);
  const changed = await owner.patch(path, { limits: { requestsPerMinute: null } });
  expect(changed.body.limits).toMatchObject({ requestsPerMinute: null, concurrency: null });
  expect((await chat()).status).toBe(200);
});

it('a request log entry names the channels that were passed over', async () => {
  await insideAMinute();
  await owner.post('/channels', channel('busy', { priority: 0, limits: { requestsPerMinute: 1 } }));
  await chat();
  const response = await chat();
  const id = response.headers.get('ah-request-id');
  await expect
    .poll(async () => (await owner.get(`/projects/default/requests/${id}`)).body.executions)
    .toMatchObject([
      {
        channel: 'limited',
        score: { passedOver: [{ channel: 'busy', reason: 'At its limit: 1 requests per minute' }] },
      },
    ]);
});

it.each([
  ['limits.concurrency', { limits: { concurrency: 0 } }],
  ['limits.requestPerMinute', { limits: { requestPerMinute: 1 } }],
  ['budgets[0].limit', { budgets: [{ measure: 'images', per: 'day', limit: 1.5 }] }],
])('what makes no sense is refused, naming %s', async (field, more) => {
  const { status, body } = await owner.post('/channels', channel('odd', more));
  expect([status, body.error.field]).toEqual([400, field]);
});
