import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AdminClient, setUpOwner } from '../admin/admin-client.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startGateway, type TestGateway } from './start.ts';

let gateway: TestGateway;
let owner: AdminClient;
let first: Fake;
let second: Fake;
beforeEach(async () => {
  [first, second] = await Promise.all([startOpenAi({ keys: ['sk-two'] }), startOpenAi()]);
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([first.close(), second.close()]);
});

async function create(name: string, baseUrl: string, priority: number, keys: Record<string, string>) {
  const credentials = Object.entries(keys).map(([label, key]) => ({ label, key }));
  const channel = { name, type: 'openai', baseUrl, priority, credentials };
  return (await owner.post('/channels', channel)).body;
}

async function ask(headers: Record<string, string> = {}) {
  const before = [first.calls.length, second.calls.length] as const;
  const body = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Good morning' }] };
  const response = await gateway.post('/v1/chat/completions', body, { 'ah-debug': 'true', ...headers });
  await response.text();
  return {
    status: response.status,
    route: response.headers.get('ah-route') ?? '',
    requestId: response.headers.get('ah-request-id'),
    tries: [first.calls.length - before[0], second.calls.length - before[1]],
  };
}
const keysUsed = () => first.calls.map(({ headers }) => headers.authorization?.replace('Bearer ', ''));

it('goes on to the next credential before the next channel, and remembers which one was refused', async () => {
  const { id } = await create('work', first.url, 1, { ours: 'sk-refused', theirs: 'sk-two' });
  await create('spare', second.url, 2, { key: 'sk-test' });
  const answer = await ask();
  expect([answer.status, answer.tries]).toEqual([200, [2, 0]]);
  expect(keysUsed()).toEqual(['sk-refused', 'sk-two']);
  expect(answer.route).toMatch(/"work";credential="ours";.*outcome=upstream_auth;status=401/);
  expect(answer.route).toMatch(/"work";credential="theirs";.*outcome=ok/);
  expect((await ask()).tries).toEqual([1, 0]);
  expect((await ask()).tries).toEqual([1, 0]);
  const { body } = await owner.get(`/channels/${id}`);
  expect(body.credentials.map(({ label, health }: Record<string, string>) => [label, health])).toEqual([
    ['ours', 'open'],
    ['theirs', 'closed'],
  ]);
});

it('shows the credential of each attempt in the request log', async () => {
  await create('work', first.url, 1, { ours: 'sk-refused', theirs: 'sk-two' });
  const { requestId } = await ask();
  await expect
    .poll(async () => {
      const { body } = await owner.get(`/projects/default/requests/${requestId}`);
      return body.executions?.map(({ credential }: { credential: string }) => credential);
    })
    .toEqual(['ours', 'theirs']);
});

it('does not try the other credentials of an upstream that is down', async () => {
  await create('work', first.url, 1, { one: 'sk-test', two: 'sk-two' });
  await create('spare', second.url, 2, { key: 'sk-test' });
  first.next({ status: 500, json: { error: { message: 'Down', type: 'server_error' } } });
  const answer = await ask();
  expect([answer.status, answer.tries]).toEqual([200, [1, 1]]);
});

it('shares calls among credentials, and keeps a trace with one', async () => {
  await create('work', first.url, 1, { one: 'sk-test', two: 'sk-two' });
  for (let round = 0; round < 4; round += 1) await ask();
  expect(keysUsed()).toEqual(['sk-test', 'sk-two', 'sk-test', 'sk-two']);
  for (let round = 0; round < 3; round += 1) await ask({ 'ah-trace-id': 't1' });
  expect(new Set(keysUsed().slice(-3)).size).toBe(1);
});
