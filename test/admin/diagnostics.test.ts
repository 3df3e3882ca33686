import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, adminClient, OWNER } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
beforeAll(async () => {
  const secrets = {
    secret: 'the secret of everything',
    api_keys: [{ name: 'a', key: 'ah-hidden-0123456789' }],
  };
  const key = { api_key: 'sk-hidden', base_url: 'https://api.example.com/v1/hidden' };
  gateway = await startGateway({ ...secrets, channels: [{ name: 'work', type: 'openai', ...key }] });
  owner = adminClient(gateway.url);
  await owner.post('/setup', OWNER);
});
afterAll(() => gateway.close());

it('tells what helps to find out what is wrong, and no secret', async () => {
  const { status, body } = await owner.get('/diagnostics');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    about: { database: 'sqlite', blobs: 'fs', shared: 'memory' },
    machine: { cores: expect.any(Number) },
    process: { residentBytes: expect.any(Number) },
    channels: [{ name: 'work', type: 'openai', host: 'api.example.com' }],
  });
  expect(JSON.stringify(body)).not.toMatch(/hidden|the secret of everything/);
});
