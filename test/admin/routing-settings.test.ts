import { afterEach, beforeEach, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake, FakeReply } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { type AdminClient, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
let fakes: Fake[];
beforeEach(async () => {
  fakes = await Promise.all([startOpenAi(), startOpenAi(), startOpenAi()]);
  const channels = fakes.map((fake, index) => ({
    ...{ name: `c${index}`, type: 'openai', base_url: fake.url, api_key: 'sk-test' },
  }));
  gateway = await startGateway({ channels, routing: { strategy: 'failover' } });
  owner = await setUpOwner(gateway.url);
});
afterEach(async () => {
  await gateway.close();
  await Promise.all(fakes.map((fake) => fake.close()));
});

const failing = (status: number, headers: Record<string, string> = {}): FakeReply => ({
  status,
  headers,
  json: {
    error: {
      message: 'No',
      type: 'server_error',
      code: status === 429 ? 'rate_limit_exceeded' : null,
      param: null,
    },
  },
});
const decide = async (value: object) =>
  expect((await owner.patch('/settings/routing', { value })).status).toBe(200);
const newKey = async (rules: object): Promise<string> => {
  const { status, body } = await owner.post('/projects/default/keys', { name: 'k', rules });
  expect([status, body.error]).toEqual([201, undefined]);
  return body.secret ?? body.key;
};
async function ask(key = gateway.key, headers: Record<string, string> = {}) {
  const body = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hi' }] };
  const authorization = `Bearer ${key}`;
  const response = await gateway.post('/v1/chat/completions', body, {
    'ah-debug': 'true',
    authorization,
    ...headers,
  });
  const text = await response.text();
  return { status: response.status, text, route: response.headers.get('ah-route') };
}
const tries = () => fakes.map(({ calls }) => calls.length);

it('the strategy changes while the gateway runs, and goes back to what the configuration says', async () => {
  await ask();
  await ask();
  expect(tries()).toEqual([2, 0, 0]);
  await decide({ strategy: 'weighted' });
  for (let round = 0; round < 3; round += 1) await ask();
  expect(tries()).toEqual([3, 1, 1]);
  expect((await owner.get('/routing/explain?model=gpt-5-mini')).body.strategy).toBe('weighted');
  await decide({ strategy: null });
  await ask();
  expect(tries()).toEqual([4, 1, 1]);
});

it('affinity can be switched off', async () => {
  await decide({ strategy: 'adaptive', affinity: false });
  const trace = { 'ah-trace-id': 't1' };
  await ask(gateway.key, trace);
  expect((await ask(gateway.key, trace)).route).toContain(';affinity=0.0');
  await decide({ affinity: true });
  expect((await ask(gateway.key, trace)).route).toContain(';affinity=2.0');
});

it('the most targets of a request are those of the settings, or of the key’s profile', async () => {
  const breakAll = () => {
    for (const fake of fakes) fake.next(failing(500));
  };
  await decide({ maxAttempts: 2 });
  breakAll();
  expect((await ask()).status).toBe(502);
  expect(tries()).toEqual([1, 1, 0]);
  const profile = { name: 'patient', retry: { maxAttempts: 3 } };
  const key = await newKey({ profiles: [profile], activeProfile: 'patient' });
  for (const fake of fakes.slice(0, 2)) fake.next(failing(500));
  expect((await ask(key)).status).toBe(502);
  expect(tries()).toEqual([2, 2, 1]);
});

it('a name that the key’s profile maps on nothing is told with what it became', async () => {
  const profile = { name: 'mapped', mappings: [{ from: 'gpt-5-mini', to: 'gone' }] };
  const answer = await ask(await newKey({ profiles: [profile], activeProfile: 'mapped' }));
  expect(answer.status).toBe(404);
  expect(answer.text).toContain(
    String.raw`No channel serves the model \"gone\", which \"gpt-5-mini\" means for this API key`,
  );
});

it('patience is that of the settings, or of the key’s profile', async () => {
  const busy = failing(429, { 'retry-after': '1' });
  fakes[0]?.next(busy);
  expect((await ask()).status).toBe(200);
  expect(tries()).toEqual([2, 0, 0]);
  await decide({ patienceElsewhereMs: 0 });
  fakes[0]?.next(busy);
  expect((await ask()).status).toBe(200);
  expect(tries()).toEqual([3, 1, 0]);
});

it('a profile without patience goes on to the next channel at once', async () => {
  const profile = { name: 'hasty', retry: { patienceMs: 0 } };
  const key = await newKey({ profiles: [profile], activeProfile: 'hasty' });
  fakes[0]?.next(failing(429, { 'retry-after': '1' }));
  expect((await ask(key)).status).toBe(200);
  expect(tries()).toEqual([1, 1, 0]);
});

it('AH-Debug is answered for keys that may see it, and for no others', async () => {
  const [plain, permitted] = [await newKey({}), await newKey({ debug: true })];
  expect((await ask(plain)).route).toBeNull();
  expect((await ask(permitted)).route).toMatch(/^"c0";/);
});

it.each([
  ['value.strategy', { strategy: 'best' }],
  ['value.timeZone', { timeZone: 'Mars/Base' }],
  ['value.mostWaits', { mostWaits: 11 }],
])('settings that make no sense are refused, naming %s', async (field, value) => {
  const { status, body } = await owner.patch('/settings/routing', { value });
  expect([status, body.error.field]).toEqual([400, field]);
});
