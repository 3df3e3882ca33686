import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdminClient, setUpOwner } from '../admin/admin-client.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startGateway, type TestGateway } from './start.ts';

let gateway: TestGateway;
let owner: AdminClient;
let upstream: Fake;
beforeEach(async () => {
  upstream = await startOpenAi();
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const channel = (overrides: object) => ({
  ...{ name: 'work', type: 'openai', baseUrl: upstream.url, credentials: [{ key: 'sk-test' }], overrides },
});
async function create(overrides: object) {
  const { status, body } = await owner.post('/channels', channel(overrides));
  expect([status, body.error]).toEqual([201, undefined]);
  return body;
}
const sent = () => JSON.parse(upstream.calls.at(-1)?.body.toString() ?? '');
async function chat(more: object = {}) {
  const messages = [{ role: 'user', content: 'Good morning' }];
  const response = await gateway.post('/v1/chat/completions', { model: 'gpt-5-mini', messages, ...more });
  return {
    status: response.status,
    warnings: response.headers.get('ah-warnings') ?? '',
    body: await response.json(),
  };
}

describe('what a channel overrides', () => {
  it('reaches the upstream where the request is passed on as it came, and the client learns of what it asked', async () => {
    await create({ parameters: [{ action: 'set', path: 'max_completion_tokens', value: 50 }] });
    const quiet = await chat();
    expect([quiet.status, sent().max_completion_tokens, quiet.warnings]).toEqual([200, 50, '']);
    const asked = await chat({ max_completion_tokens: 900 });
    expect([asked.status, sent().max_completion_tokens]).toEqual([200, 50]);
    expect(asked.warnings).toContain('The channel sets it to 50.');
  });

  it('reaches the upstream where the request is converted, and stands in the answer as a warning', async () => {
    await create({
      parameters: [{ action: 'set', path: 'quality', value: 'low', when: { operations: ['image'] } }],
    });
    const body = { model: 'gpt-image-2', prompt: 'A kite', quality: 'high', size: '1024x1024' };
    const response = await gateway.post('/v1/images/generations', body);
    const answer = (await response.json()) as { readonly axonhub: { readonly warnings: unknown } };
    expect([response.status, sent().quality]).toEqual([200, 'low']);
    expect(JSON.stringify(answer.axonhub.warnings)).toContain('The channel sets it to');
    expect((await chat()).status).toBe(200);
  });

  it('are headers too, never those that carry the key', async () => {
    await create({ headers: [{ action: 'set', name: 'OpenAI-Organization', value: 'org-1' }] });
    await chat();
    expect(upstream.calls.at(-1)?.headers).toMatchObject({
      'openai-organization': 'org-1',
      authorization: 'Bearer sk-test',
    });
  });

  it('is not carried over to the channel that answers in its place', async () => {
    await create({ parameters: [{ action: 'set', path: 'service_tier', value: 'flex' }] });
    const second = {
      name: 'second',
      type: 'openai',
      baseUrl: upstream.url,
      priority: 2,
      credentials: [{ key: 'sk-test' }],
    };
    await owner.post('/channels', second);
    upstream.next({ status: 500, json: { error: { message: 'No', type: 'server_error' } } });
    expect((await chat()).status).toBe(200);
    expect(upstream.calls.slice(-2).map(({ body }) => JSON.parse(body.toString()).service_tier)).toEqual([
      'flex',
      undefined,
    ]);
  });

  it.each([
    ['overrides.parameters[0].path', { parameters: [{ action: 'set', path: 'model', value: 'x' }] }],
    ['overrides.parameters[0].path', { parameters: [{ action: 'delete', path: 'a..b' }] }],
    ['overrides.parameters[0].value', { parameters: [{ action: 'set', path: 'a' }] }],
    ['overrides.headers[0].name', { headers: [{ action: 'set', name: 'Authorization', value: 'x' }] }],
    ['overrides.headers[0].value', { headers: [{ action: 'set', name: 'x-a', value: 'a\r\nb: c' }] }],
    [
      'overrides.parameters[0].when.models[0]',
      { parameters: [{ action: 'delete', path: 'a', when: { models: ['/(/'] } }] },
    ],
  ])('is refused, naming %s', async (field, overrides) => {
    const { status, body } = await owner.post('/channels', channel(overrides));
    expect([status, body.error.field]).toEqual([400, field]);
  });
});
