import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, join, setUpOwner } from './admin-client.ts';

const PROJECT = '/projects/default';

let gateway: TestGateway;
let owner: AdminClient;
beforeAll(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterAll(() => gateway.close());

async function draw(prompt = 'A red kite', model = 'demo-image'): Promise<string> {
  const body = { model, prompt, size: '256x256' };
  const reply = await gateway.post('/v1/images/generations', body, { 'user-agent': '=1+1, "quoted"' });
  await reply.arrayBuffer();
  return reply.headers.get('ah-request-id') ?? '';
}

const read = (path: string, signal?: AbortSignal) =>
  fetch(`${gateway.url}/admin${PROJECT}${path}`, {
    headers: { cookie: owner.cookie().split(';', 1)[0] ?? '' },
    ...(signal && { signal }),
  });

/** A stream read until it says this. */
async function readUntil(response: Response, word: string): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(word)) return text;
  }
  throw new Error(`the stream ended: ${text}`);
}

describe('live requests', () => {
  it('are told of as server-sent events, as far as the filter wants them', async () => {
    const leave = new AbortController();
    const stream = await read('/requests/live?outcome=failed&model=no-such-model', leave.signal);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const told = readUntil(stream, 'event: request');
    const drawing = vi.waitFor(() => draw('The sea', 'no-such-model'), 15_000);
    const other = await draw();
    const id = await drawing;
    // Nodes learn that somebody listens a moment after.
    const again = setInterval(() => void draw('The sea', 'no-such-model'), 200);
    const text = await told.finally(() => clearInterval(again));
    leave.abort();
    expect(text).toMatch(/^data: \{"id":"req_/m);
    expect(text).toContain('"errorCode":"model_not_found"');
    expect(text).not.toContain(other);
    expect(id).toMatch(/^req_/);
  });

  it('refuses filters it cannot keep', async () => {
    const { status, body } = await owner.get(`${PROJECT}/requests/live?text=kite`);
    expect([status, body.error.message]).toEqual([400, 'Unknown: "text".']);
  });

  it('does not keep the gateway from stopping', async () => {
    const short = await startGateway();
    const its = await setUpOwner(short.url);
    const stream = await fetch(`${short.url}/admin${PROJECT}/requests/live`, {
      headers: { cookie: its.cookie().split(';', 1)[0] ?? '' },
    });
    const began = Date.now();
    await Promise.all([short.close(), stream.text()]);
    expect(Date.now() - began).toBeLessThan(30_000);
  });

  it('is for those who may see them', async () => {
    const outsider = await join(owner, gateway.url, { email: 'eve@example.com' });
    for (const path of ['live', 'export'])
      expect((await outsider.get(`${PROJECT}/requests/${path}`)).status).toBe(403);
  });
});

describe('the export of requests', () => {
  it('has a line for each, as JSON or CSV, through any filter', async () => {
    const ids = [await draw(), await draw(), await draw('The sea', 'no-such-model')];
    await vi.waitFor(
      async () => expect((await owner.get(`${PROJECT}/requests/${ids[2]}`)).status).toBe(200),
      15_000,
    );
    const json = await read('/requests/export?model=demo-image');
    expect(json.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    const rows = (await json.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.slice(0, 2).map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    expect(rows[0]).toMatchObject({ cost: { usd: 0 }, warnings: expect.any(Array), channel: 'demo' });
    expect(rows.every(({ model }) => model === 'demo-image')).toBe(true);
    const csv = await read('/requests/export?format=csv&limit=1&outcome=ok');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="requests-default.csv"');
    const [head, first, end] = (await csv.text()).split('\r\n');
    expect([head?.split(',').slice(0, 2), end]).toEqual([['time', 'id'], '']);
    expect(first).toContain(`${ids[1]},`);
    expect(first).toContain(`"'=1+1, ""quoted"""`);
  });
});

it('a project of any name makes no fault of the gateway of its export of usage', async () => {
  const odd = encodeURIComponent('a"\r\nx: y');
  const csv = await owner.get(`/projects/${odd}/usage/csv?since=0&until=1`);
  expect([csv.status, csv.headers.get('content-disposition')]).toEqual([
    200,
    'attachment; filename="usage-axy.csv"',
  ]);
});
