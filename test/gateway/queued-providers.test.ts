import { afterEach, describe, expect, it } from 'vitest';
import { undisturbed } from '../timing/undisturbed.ts';
import { startBfl } from '../upstreams/bfl.ts';
import { startComfyui } from '../upstreams/comfyui.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startFal } from '../upstreams/fal.ts';
import { inspectPicture, makePicture } from '../upstreams/picture.ts';
import { startGateway, type TestGateway } from './start.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function open<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const one = await starting;
  opened.push(one);
  return one;
}

const gatewayTo = (...channels: object[]): Promise<TestGateway> => open(startGateway({ channels }));

const bflAt = ({ url }: Fake, more: object = {}) => ({
  name: 'flux',
  type: 'bfl',
  base_url: `${url}/v1`,
  api_key: 'bfl-test',
  models: ['flux-2-pro'],
  ...more,
});

interface Answer {
  readonly data: readonly { readonly b64_json: string }[];
  readonly error?: { readonly message: string };
}

async function draw(gateway: TestGateway, body: object): Promise<{ status: number; answer: Answer }> {
  const response = await gateway.post('/v1/images/generations', { prompt: 'a kite', ...body });
  return { status: response.status, answer: (await response.json()) as Answer };
}

const factsOf = ({ data }: Answer) => inspectPicture(Buffer.from(data[0]?.b64_json ?? '', 'base64'));

describe('a provider that works in a queue', () => {
  it('answers an ordinary request: submitted, polled, fetched, brought to size and format', async () => {
    const fake = await open(startBfl());
    const gateway = await gatewayTo(bflAt(fake));
    const wish = { model: 'flux-2-pro', size: '512x512', output_format: 'webp' };
    const { status, answer } = await draw(gateway, wish);
    expect(status).toBe(200);
    expect(await factsOf(answer)).toMatchObject({ width: 512, height: 512, format: 'webp' });
    expect(fake.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET']);
  });

  it('never has a second channel draw what the first may have drawn already', async () => {
    const fakes = [await open(startBfl()), await open(startBfl())];
    const [first, second] = fakes as [Fake, Fake];
    const gateway = await gatewayTo(bflAt(first), bflAt(second, { name: 'spare', priority: 2 }));
    first.next({ json: { id: 'w', polling_url: null } });
    first.next({ status: 403, json: { detail: 'Not authenticated' } });
    const { status } = await draw(gateway, { model: 'flux-2-pro' });
    expect(status).toBe(502);
    expect(second.calls).toEqual([]);
  });

  it('has a second channel draw what the first says it could not', async () => {
    const fakes = [await open(startBfl()), await open(startBfl())];
    const [first, second] = fakes as [Fake, Fake];
    const gateway = await gatewayTo(bflAt(first), bflAt(second, { name: 'spare', priority: 2 }));
    first.next({ json: { id: 'w', polling_url: null } });
    first.next({ json: { id: 'w', status: 'Error' } });
    expect((await draw(gateway, { model: 'flux-2-pro' })).status).toBe(200);
    expect(second.calls.length).toBeGreaterThan(0);
  });

  it("takes the work back when the channel's time is over", () =>
    undisturbed(100, async () => {
      const fake = await open(startFal());
      const channel = { name: 'fal', type: 'fal', base_url: fake.url, api_key: 'fal-test' };
      const gateway = await gatewayTo({ ...channel, timeout_ms: 700, models: ['fal-ai/flux-2'] });
      const waiting = { status: 202, json: { status: 'IN_QUEUE' } };
      const ticket = { request_id: 'req-0', status: 'IN_QUEUE' };
      for (const reply of [{ json: ticket }, waiting, waiting, waiting]) fake.next(reply);
      expect((await draw(gateway, { model: 'fal-ai/flux-2' })).status).toBe(504);
      const { method, path } = fake.calls.at(-1) ?? {};
      expect([method, path]).toEqual(['PUT', '/fal-ai/flux-2/requests/req-0/cancel']);
    }));

  it('never takes its key to an address that the answer names elsewhere', async () => {
    const [fake, elsewhere] = [await open(startBfl()), await open(startBfl())];
    const gateway = await gatewayTo(bflAt(fake));
    fake.next({ json: { id: 'w', polling_url: `${elsewhere.url}/v1/get_result?id=w` } });
    expect((await draw(gateway, { model: 'flux-2-pro' })).status).toBe(502);
    expect(elsewhere.calls).toEqual([]);
  });
});

it('edits within a mask on a server at home', async () => {
  const fake = await open(startComfyui());
  const model = 'sdxl.safetensors';
  const gateway = await gatewayTo({
    name: 'home',
    type: 'comfyui',
    base_url: fake.url,
    api_key: 'proxy-key',
  });
  const picture = async (alpha: boolean) => {
    const bytes = await makePicture({ width: 512, height: 512, format: 'png', alpha, label: 'input' });
    return { image_url: `data:image/png;base64,${bytes.toString('base64')}` };
  };
  const body = {
    model,
    prompt: 'a hat',
    images: [await picture(false)],
    mask: await picture(true),
    size: '512x512',
  };
  const response = await gateway.post('/v1/images/edits', body);
  expect(response.status).toBe(200);
  expect(await factsOf((await response.json()) as Answer)).toMatchObject({ width: 512, height: 512 });
});
