import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminClient, setUpOwner } from '../admin/admin-client.ts';
import { JobClient } from '../gateway/job-client.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';

let gateway: TestGateway;
let owner: AdminClient;
/** Clients of two projects of one installation: one who has things, one who wants them. */
let ours: JobClient;
let theirs: JobClient;
/** What the first one has. */
let has: Readonly<Record<'picture' | 'link' | 'request' | 'response' | 'job', string>>;

const KITE = { model: 'demo-image', prompt: 'A kite', size: '64x64' };
const IDEMPOTENCY_KEY = 'the same in both';

async function clientOf(project: string): Promise<JobClient> {
  const { status, body } = await owner.post(`/projects/${project}/keys`, { name: 'key', kind: 'user' });
  expect(status).toBe(201);
  return new JobClient(gateway.url, body.key);
}

async function json(response: Response): Promise<{ readonly id?: string }> {
  expect(response.status).toBe(200);
  return (await response.json()) as { id?: string };
}

beforeAll(async () => {
  gateway = await startGateway({ channels: [{ name: 'demo', type: 'demo' }] });
  owner = await setUpOwner(gateway.url);
  const { body: other } = await owner.post('/projects', { name: 'Other' });
  [ours, theirs] = [await clientOf('default'), await clientOf(other.id)];
  const drawn = await ours.ask('/v1/images/generations', KITE, { 'idempotency-key': IDEMPOTENCY_KEY });
  const { id: response = '' } = await json(
    await ours.ask('/v1/responses', { model: 'demo-chat', input: 'A secret' }),
  );
  const { id: job } = await ours.start('/v1/images/generations', KITE);
  const { images, request_id: request } = await ours.ended(job);
  const [image] = images;
  expect([drawn.status, image]).toEqual([200, expect.anything()]);
  has = { picture: image?.id ?? '', link: image?.url ?? '', request, response, job };
});
afterAll(() => gateway.close());

describe('what another project has', () => {
  it.each<[what: string, method: 'GET' | 'POST' | 'DELETE', path: () => string]>([
    ['a request', 'GET', () => `/v1/requests/${has.request}`],
    ['an answer', 'GET', () => `/v1/requests/${has.request}/answer`],
    ['a conversation', 'GET', () => `/v1/responses/${has.response}`],
    ['what was asked in it', 'GET', () => `/v1/responses/${has.response}/input_items`],
    ['a conversation, to delete it', 'DELETE', () => `/v1/responses/${has.response}`],
    ['a job', 'GET', () => `/v1/jobs/${has.job}`],
    ['what came of a job', 'GET', () => `/v1/jobs/${has.job}/result`],
    ['a job, to stop it', 'POST', () => `/v1/jobs/${has.job}/cancel`],
    ['a job, to delete it', 'DELETE', () => `/v1/jobs/${has.job}`],
  ])('is not there: %s', async (_what, method, path) => {
    const response = method === 'GET' ? await theirs.get(path()) : await theirs.call(method, path());
    expect(response.status).toBe(404);
    const kept = await ours.get(path().replace(/\/cancel$/, ''));
    expect(kept.status).toBe(200);
  });

  it('stands in no list', async () => {
    expect(await json(await theirs.get('/v1/jobs'))).toMatchObject({ data: [] });
    expect(await json(await ours.get('/v1/jobs'))).toMatchObject({ data: [{ id: has.job }] });
  });

  it('cannot be worked with: a picture by its id, a conversation that is gone on with', async () => {
    const content = [
      { type: 'text', text: 'Make it night' },
      { type: 'input_image', file_id: has.picture },
    ];
    const edit = { model: 'demo-image', modalities: ['image'], messages: [{ role: 'user', content }] };
    expect((await theirs.ask('/v1/chat/completions', edit)).status).toBe(400);
    expect((await ours.ask('/v1/chat/completions', edit)).status).toBe(200);
    const next = { model: 'demo-chat', input: 'What did I say?', previous_response_id: has.response };
    expect((await theirs.ask('/v1/responses', next)).status).toBe(404);
    expect((await ours.ask('/v1/responses', next)).status).toBe(200);
  });

  it('is not what the same Idempotency-Key gives', async () => {
    const keyed = { 'idempotency-key': IDEMPOTENCY_KEY };
    const own = await theirs.ask('/v1/images/generations', KITE, keyed);
    expect([own.status, own.headers.get('idempotent-replayed')]).toEqual([200, null]);
    const again = await ours.ask('/v1/images/generations', KITE, keyed);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('pictures behind links', () => {
  it.each([
    '/v1/files/images/',
    '/v1/files/images',
    '/v1/files/',
    '/v1/files',
    '/v1/files/images/..',
    '/v1/files/images/*',
  ])('cannot be listed: %s', async (path) => {
    const signed = new URL(has.link).search;
    for (const query of ['', '?list-type=2', signed]) {
      const response = await fetch(`${gateway.url}${path}${query}`);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toMatch(/[0-9a-f]{64}/);
    }
    expect((await fetch(has.link)).status).toBe(200);
  });
});
