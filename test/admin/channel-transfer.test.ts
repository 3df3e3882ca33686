import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { type AdminClient, join, setUpOwner } from './admin-client.ts';

const KEY = 'sk-test-0123456789-zyxw';
const PASSPHRASE = 'a long passphrase';

let upstream: Fake;
let from: { gateway: TestGateway; owner: AdminClient };
let to: { gateway: TestGateway; owner: AdminClient };

const start = async () => {
  const gateway = await startGateway();
  return { gateway, owner: await setUpOwner(gateway.url) };
};
beforeAll(async () => {
  upstream = await startOpenAi({ keys: [KEY] });
  [from, to] = await Promise.all([start(), start()]);
  const made = await from.owner.post('/channels', {
    ...{ name: 'work', type: 'openai', baseUrl: upstream.url, priority: 3, tags: ['eu'], note: 'ours' },
    credentials: [{ key: KEY, label: 'main' }],
    limits: { concurrency: 4 },
    budgets: [{ measure: 'cost', per: 'day', limit: 2.5 }],
    proxy: null,
  });
  expect([made.status, made.body.error]).toEqual([201, undefined]);
});
afterAll(async () => {
  await Promise.all([from.gateway.close(), to.gateway.close(), upstream.close()]);
});
beforeEach(async () => {
  const { items } = (await to.owner.get('/channels?state=all')).body;
  const ids = items.flatMap(({ id, readOnly }: { id: string; readOnly: boolean }) => (readOnly ? [] : [id]));
  if (ids.length > 0) await to.owner.post('/channels/bulk', { ids, action: 'archive' });
  for (const id of ids) await to.owner.delete(`/channels/${id}`);
});

/** The file as text, whatever its format. */
async function exported(body: object, owner = from.owner): Promise<string> {
  const response = await fetch(`${from.gateway.url}/admin/channels/export`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', origin: from.gateway.url, 'sec-fetch-site': 'same-origin' },
      cookie: owner.cookie().split(';')[0] ?? '',
    },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toContain('channels.');
  return response.text();
}
const take = (text: string, more: object = {}) => to.owner.post('/channels/import', { text, ...more });
const chat = async () =>
  (
    await to.gateway.post('/v1/chat/completions', {
      model: 'gpt-5-mini',
      messages: [{ role: 'user', content: 'Hi' }],
    })
  ).status;

describe('channels go from one gateway to another', () => {
  it.each(['json', 'yaml'])('as %s, with their keys under a passphrase', async (format) => {
    const text = await exported({ format, passphrase: PASSPHRASE });
    expect(text).not.toContain(KEY);
    const reply = await take(text, { passphrase: PASSPHRASE });
    expect([reply.status, reply.body]).toEqual([
      200,
      { channels: [{ name: 'work', action: 'create', credentials: 1 }] },
    ]);
    expect(await chat()).toBe(200);
    const { id } = (await to.owner.get('/channels?search=work')).body.items[0];
    expect((await to.owner.get(`/channels/${id}`)).body).toMatchObject({
      ...{ priority: 3, tags: ['eu'], note: 'ours', baseUrl: upstream.url },
      ...{ limits: { concurrency: 4 }, budgets: [{ measure: 'cost', per: 'day', limit: 2.5 }] },
      credentials: [{ label: 'main', hint: 'zyxw' }],
    });
  });

  it('without keys where no passphrase is given, on either side', async () => {
    expect(await exported({})).not.toContain('secrets');
    const reply = await take(await exported({ passphrase: PASSPHRASE }));
    expect(reply.body.channels).toEqual([{ name: 'work', action: 'create', credentials: 0 }]);
    expect((await to.owner.get('/channels?search=work')).body.items).toMatchObject([{ credentials: [] }]);
  });

  it('in place of those of the same name, or beside them, as is asked', async () => {
    const text = await exported({ passphrase: PASSPHRASE });
    await take(text, { passphrase: PASSPHRASE });
    expect((await take(text)).body.error).toMatchObject({ field: 'channels[0].name' });
    expect((await take(text, { existing: 'skip' })).body.channels).toMatchObject([{ action: 'skip' }]);
    const changed = text.replace('"note": "ours"', '"note": "theirs"');
    expect((await take(changed, { existing: 'replace' })).body.channels).toMatchObject([
      { action: 'replace' },
    ]);
    const [item] = (await to.owner.get('/channels?search=theirs')).body.items;
    expect(item).toMatchObject({ name: 'work', credentials: [{ label: 'main' }] });
    expect(await chat()).toBe(200);
  });

  it('nowhere in a dry run', async () => {
    const reply = await take(await exported({}), { dryRun: true });
    expect(reply.body.channels).toMatchObject([{ action: 'create' }]);
    expect((await to.owner.get('/channels?search=work')).body.items).toEqual([]);
  });
});

it('keys are for owners to take along, under a passphrase of some length', async () => {
  const admin = await join(from.owner, from.gateway.url, { email: 'kim@example.com', role: 'admin' });
  const refused = await admin.post('/channels/export', { passphrase: PASSPHRASE });
  expect([refused.status, refused.body.error.code]).toEqual([403, 'permission_denied']);
  const short = await from.owner.post('/channels/export', { passphrase: 'short' });
  expect(short.body.error.field).toBe('passphrase');
});

describe('a file that makes no sense', () => {
  const file = (channel: object) =>
    JSON.stringify({
      ...{ format: 'axonhub.channels', version: 1 },
      channels: [
        { name: 'a', type: 'openai' },
        { name: 'b', type: 'openai', ...channel },
      ],
    });
  it.each([
    ['channels[1].type', file({ type: 'opnai' })],
    ['channels[1].baseUrl', file({ baseUrl: 'ftp://x' })],
    ['channels[1].name', file({ name: 'a' })],
    ['channels[1].colour', file({ colour: 'red' })],
    ['channels[1].settings', file({ settings: { region: 'x' } })],
    ['format', JSON.stringify({ format: 'other', version: 1, channels: [] })],
    ['text', '{"format": '],
  ])('is refused whole, naming %s', async (field, text) => {
    const { status, body } = await take(text);
    expect([status, body.error.field]).toEqual([400, field]);
    expect(
      (await to.owner.get('/channels?search=a&state=all')).body.items.filter(
        ({ readOnly }: { readOnly: boolean }) => !readOnly,
      ),
    ).toEqual([]);
  });

  it('is one with another passphrase', async () => {
    const reply = await take(await exported({ passphrase: PASSPHRASE }), {
      passphrase: 'another passphrase',
    });
    expect([reply.status, reply.body.error.field]).toEqual([400, 'passphrase']);
  });
});
