import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN_ROUTES } from '../../src/admin/contract/all.ts';
import { startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { PROVIDERS } from '../../src/providers/all.ts';
import { type AdminClient, adminClient, setUpOwner } from '../admin/admin-client.ts';
import { eventually } from '../gateway/kept-pictures.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type Fake, startFake } from '../upstreams/fake.ts';

/** Each is found again wherever it turns up. */
const SECRETS = {
  upstreamKey: 'sk-MARKED-upstream-0123456789',
  storedKey: 'sk-MARKED-stored-0123456789',
  gatewayKey: 'ah-MARKED-gateway-0123456789',
  password: 'MARKED-password-0123456789',
  oidcSecret: 'MARKED-oidc-0123456789',
  databasePassword: 'MARKED-database-0123456789',
  redisPassword: 'MARKED-redis-0123456789',
  installation: 'MARKED-installation-0123456789',
} as const;

/** Repeats the key it was given, as careless upstreams do. */
const careless = (): Promise<Fake> =>
  startFake(({ headers }) => ({
    status: 401,
    json: {
      error: { message: `Incorrect API key provided: ${headers.authorization}`, code: 'invalid_api_key' },
    },
  }));

let upstream: Fake;
let gateway: TestGateway;
let owner: AdminClient;
/** Everything anybody was told. */
const said: string[] = [];

beforeAll(async () => {
  upstream = await careless();
  gateway = await startGateway({
    server: { allow_private_urls: true },
    secret: SECRETS.installation,
    api_keys: [
      { name: 'test', key: 'ah-test-0123456789' },
      { name: 'marked', key: SECRETS.gatewayKey },
    ],
    channels: [
      {
        name: 'careless',
        type: 'openai',
        base_url: upstream.url,
        api_key: SECRETS.upstreamKey,
        models: ['gpt-5-mini', 'gpt-image-2'],
      },
      {
        name: 'away',
        type: 'openai',
        base_url: 'http://127.0.0.1:1',
        api_key: SECRETS.upstreamKey,
        models: ['gpt-5'],
      },
    ],
  });
  owner = await setUpOwner(gateway.url);
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const ask = async (path: string, body: unknown, key: string): Promise<void> => {
  const response = await gateway.post(path, body, { authorization: `Bearer ${key}` });
  said.push(JSON.stringify([...response.headers]), await response.text());
};

async function provokeFailures(): Promise<void> {
  const messages = [{ role: 'user', content: 'hi' }];
  for (const model of ['gpt-5-mini', 'gpt-5', 'nowhere', 'stored-model']) {
    await ask('/v1/chat/completions', { model, messages }, SECRETS.gatewayKey);
    await ask('/v1/messages', { model, messages, max_tokens: 9, stream: true }, SECRETS.gatewayKey);
  }
  await ask('/v1/images/generations', { model: 'gpt-image-2', prompt: 'x' }, SECRETS.gatewayKey);
  await ask('/v1/images/generations', { model: 'gpt-image-2', prompt: 7 }, SECRETS.gatewayKey);
  await ask('/v1/chat/completions', { model: 'x' }, `${SECRETS.gatewayKey}x`);
  const stranger = adminClient(gateway.url);
  const { email } = { email: 'ada@example.com' };
  const signIn = await stranger.post('/session', { email, password: SECRETS.password });
  const malformed = await stranger.post('/session', `{"email":"${email}","password":"${SECRETS.password}`);
  said.push(JSON.stringify([signIn.body, malformed.body]));
}

async function storeSecrets(): Promise<void> {
  const change = await owner.post('/me/password', {
    current: 'correct horse battery',
    password: SECRETS.password,
  });
  const channel = await owner.post('/channels', {
    ...{ name: 'stored', type: 'openai', baseUrl: upstream.url },
    credentials: [{ key: SECRETS.storedKey }],
    models: { source: 'list', list: [{ name: 'stored-model' }] },
  });
  const settings = { issuer: 'https://id.example', clientId: 'axonhub', clientSecret: SECRETS.oidcSecret };
  const oidc = await owner.patch('/settings/oidc', { value: settings });
  expect([change, channel, oidc].map(({ status }) => status)).toEqual([204, 201, 200]);
  for (const { status, body } of [change, channel, oidc]) said.push(`${status} ${JSON.stringify(body)}`);
}

/** A message that is signed with the key's webhook secret, and cannot be delivered. */
async function sendWebhook(): Promise<string> {
  const headers = { authorization: `Bearer ${SECRETS.gatewayKey}` };
  const told = await fetch(`${gateway.url}/v1/webhooks/secret`, { headers });
  const { secret } = (await told.json()) as { secret: string };
  const job = await gateway.post(
    '/v1/images/generations',
    { model: 'gpt-image-2', prompt: 'x' },
    { ...headers, prefer: 'respond-async', 'ah-webhook-url': `${upstream.url}/hook` },
  );
  said.push(await job.text());
  await eventually(() => upstream.calls.some(({ path }) => path === '/hook'));
  said.push(await (await fetch(`${gateway.url}/v1/jobs`, { headers })).text());
  return secret;
}

/** Every list and view the owner can open. */
async function readEverything(): Promise<void> {
  for (const { method, path, id } of ADMIN_ROUTES) {
    if (method !== 'GET' || id === 'watchRequests') continue;
    const url = `${gateway.url}/admin${path.replace('{project}', 'default').replaceAll(/\{\w+\}/g, 'x')}`;
    const [cookie = ''] = owner.cookie().split(';', 1);
    const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    said.push(await response.text());
  }
}

const found = (text: string, secrets: readonly string[] = Object.values(SECRETS)): string[] =>
  secrets.filter((secret) => text.includes(secret) || text.includes(Buffer.from(secret).toString('base64')));

it('no secret stands in an answer, a log line, an answer of the admin API or the database', async () => {
  await storeSecrets();
  await provokeFailures();
  const webhookSecret = await sendWebhook();
  await readEverything();
  expect(upstream.calls.some(({ headers }) => headers.authorization?.includes(SECRETS.upstreamKey))).toBe(
    true,
  );
  // So that what must not be found was there to be found.
  expect(upstream.calls.some(({ headers }) => headers.authorization?.includes(SECRETS.storedKey))).toBe(true);
  const [cookie = ''] = owner.cookie().split(';', 1);
  const session = cookie.split('=')[1] ?? '';
  expect(session.length).toBeGreaterThan(20);
  const all = [...Object.values(SECRETS), session, webhookSecret, webhookSecret.replace('whsec_', '')];
  expect(webhookSecret).toMatch(/^whsec_.{40}/);
  expect(found(said.join('\n'), all)).toEqual([]);
  expect(found(gateway.log(), all)).toEqual([]);
  const files = ['axonhub.db', 'axonhub.db-wal'].map((name) =>
    readFile(join(gateway.dataDir, name), 'latin1'),
  );
  expect(found((await Promise.all(files)).join(''), all)).toEqual([]);
  // The upstream was told the signature alone.
  const heard = JSON.stringify(upstream.calls.filter(({ path }) => path === '/hook'));
  expect(found(heard, all)).toEqual([]);
});

it.each([
  ['database_url', `postgres://axonhub:${SECRETS.databasePassword}@127.0.0.1:1/axonhub`],
  ['redis_url', `redis://:${SECRETS.redisPassword}@127.0.0.1:1/0`],
])('a start that fails by its %s does not tell the password', async (name, url) => {
  let log = '';
  const start = async () => {
    const config = join(gateway.dataDir, 'other.yml');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(config, JSON.stringify({ [name]: url, secret: SECRETS.installation }));
    const options = { config, port: '0', dataDir: join(gateway.dataDir, name) };
    const loaded = await loadConfig({ options, env: {}, cwd: gateway.dataDir, providers: PROVIDERS });
    await startApp(loaded, { version: '0', logTo: { write: (line) => (log += line) } });
  };
  const error = (await start().catch((thrown: unknown) => thrown)) as Error;
  expect(error).toBeInstanceOf(Error);
  expect(found(`${error.stack} ${JSON.stringify(error)} ${log}`)).toEqual([]);
});
