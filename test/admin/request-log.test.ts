import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, join, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
beforeAll(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterAll(() => gateway.close());

const PROJECT = '/projects/default';

async function draw(prompt: string): Promise<string> {
  const reply = await gateway.post(
    '/v1/images/generations',
    { model: 'demo-image', prompt, size: '512x512' },
    { 'ah-trace-id': 'task-1', 'ah-thread-id': 'talk-1' },
  );
  await reply.arrayBuffer();
  const id = reply.headers.get('ah-request-id') ?? '';
  await vi.waitFor(
    async () => expect((await owner.get(`${PROJECT}/requests/${id}`)).status).toBe(200),
    15_000,
  );
  return id;
}

it('shows what a client drew: the request, its attempt, its picture, its thumbnail and its trace', async () => {
  const id = await draw('A red kite');
  const { body: request } = await owner.get(`${PROJECT}/requests/${id}`);
  expect(request).toMatchObject({
    ...{
      model: 'demo-image',
      channel: 'demo',
      status: 200,
      traceId: 'task-1',
      threadId: 'talk-1',
      imageCount: 1,
    },
    executions: [{ channel: 'demo', errorCode: null, costNanoUsd: 0 }],
    images: [{ prompt: 'A red kite', width: 512, height: 512 }],
  });
  const [image] = request.images;
  const { cookie } = owner;
  const response = await fetch(`${gateway.url}/admin${PROJECT}/images/${image.id}/thumbnail`, {
    headers: { cookie: cookie().split(';', 1)[0] ?? '' },
  });
  const { format, width } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
  expect([format, width]).toEqual(['webp', 384]);
  const link = await owner.post(`${PROJECT}/images/${image.id}/link`, {});
  expect((await fetch(link.body.url)).headers.get('content-type')).toBe('image/png');
  expect((await owner.get(`${PROJECT}/threads`)).body.items).toMatchObject([{ id: 'talk-1', traces: 1 }]);
});

it('is for those who may see it', async () => {
  const id = await draw('The sea');
  const outsider = await join(owner, gateway.url, { email: 'eve@example.com' });
  const paths = [`/requests`, `/requests/${id}`, '/images', '/traces/task-1', '/threads'];
  const answers = await Promise.all(paths.map((path) => outsider.get(PROJECT + path)));
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 403));
  const nobody = await fetch(`${gateway.url}/admin${PROJECT}/requests`);
  expect(nobody.status).toBe(401);
});
