import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { type AdminClient, join, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
let operator: AdminClient;
let upstream: Fake;
/** Belongs to somebody who would like to know the key. */
let elsewhere: Fake;
let id: string;

beforeAll(async () => {
  [upstream, elsewhere, gateway] = await Promise.all([
    startOpenAi(),
    startOpenAi({ keys: ['sk-test-2'] }),
    startGateway(),
  ]);
  owner = await setUpOwner(gateway.url);
  operator = await join(owner, gateway.url, { email: 'operator@example.com', role: 'operator' });
});
afterAll(() => Promise.all([gateway.close(), upstream.close(), elsewhere.close()]));

let made = 0;
beforeEach(async () => {
  made += 1;
  const channel = { name: `work ${made}`, type: 'openai', baseUrl: upstream.url };
  const reply = await owner.post('/channels', { ...channel, credentials: [{ key: 'sk-test' }] });
  id = reply.body.id;
});

const name = () => `work ${made}`;
const moved = () => ({ baseUrl: elsewhere.url });
const file = (more: object) =>
  JSON.stringify({
    ...{ format: 'axonhub.channels', version: 1 },
    channels: [{ name: name(), type: 'openai', ...more }],
  });
const REFUSED = [403, 'permission_denied', 'refusals.secretsElsewhere'];
type Reply = Awaited<ReturnType<AdminClient['post']>>;
const refusalOf = ({ status, body }: Reply) => [status, body.error?.code, body.error?.reason];

describe('the keys of a channel are sent nowhere else by somebody who may not export them', () => {
  it.each<readonly [string, () => Promise<Reply>]>([
    ['by changing the channel', () => operator.patch(`/channels/${id}`, moved())],
    [
      'by trying out a change',
      () =>
        operator.post('/channel-drafts/test', {
          ...{ channel: { id, ...moved() }, model: 'gpt-5-mini', kind: 'text' },
        }),
    ],
    ['by asking for models', () => operator.post('/channel-drafts/models', { channel: { id, ...moved() } })],
    [
      'by importing it anew',
      () => operator.post('/channels/import', { text: file(moved()), existing: 'replace' }),
    ],
    [
      'by another proxy, where nothing is encrypted',
      () => operator.patch(`/channels/${id}`, { proxy: { url: elsewhere.url } }),
    ],
  ])('%s', async (_how, ask) => {
    expect(refusalOf(await ask())).toEqual(REFUSED);
    expect(elsewhere.calls).toEqual([]);
    expect((await owner.get(`/channels/${id}`)).body).toMatchObject({ baseUrl: upstream.url, proxy: null });
  });

  it('but all else may be changed, and another path of the same address called', async () => {
    const change = { baseUrl: `${upstream.url}/v1`, note: 'ours', priority: 4 };
    expect((await operator.patch(`/channels/${id}`, change)).status).toBe(200);
    expect((await operator.post(`/channel-drafts/models`, { channel: { id, ...change } })).status).toBe(200);
  });

  it('nor the secret settings of one that has no keys', async () => {
    const bedrock = { type: 'bedrock', baseUrl: upstream.url, settings: { session_token: 'a secret token' } };
    const { body } = await owner.post('/channels', { name: 'cloud', ...bedrock });
    expect(refusalOf(await operator.patch(`/channels/${body.id}`, moved()))).toEqual(REFUSED);
    const settings = { session_token: 'another one' };
    expect((await operator.patch(`/channels/${body.id}`, { ...moved(), settings })).status).toBe(200);
  });
});

describe('a channel is moved', () => {
  it('with its keys by an owner', async () => {
    expect((await owner.patch(`/channels/${id}`, moved())).body).toMatchObject(moved());
  });

  it('by others once its keys are gone, or with new ones', async () => {
    const channel = { id, ...moved(), credentials: [{ key: 'sk-test-2' }] };
    expect((await operator.post('/channel-drafts/models', { channel })).status).toBe(200);
    expect(elsewhere.calls.at(-1)?.headers.authorization).toBe('Bearer sk-test-2');
    const [{ id: credential }] = (await owner.get(`/channels/${id}`)).body.credentials;
    expect((await operator.delete(`/channels/${id}/credentials/${credential}`)).status).toBe(200);
    expect((await operator.patch(`/channels/${id}`, moved())).body).toMatchObject(moved());
  });
});
