import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inspectPicture } from '../upstreams/picture.ts';
import { keptRows } from './kept-pictures.ts';
import { type Extension, readChat } from './read-chat.ts';
import { startGateway, type TestGateway } from './start.ts';

let gateway: TestGateway;
let link: URL;
let expires: number;
beforeAll(async () => {
  gateway = await startGateway({
    channels: [{ name: 'demo', type: 'demo' }],
    images: { url_ttl_seconds: 600 },
    server: { allow_private_urls: true },
  });
  const body = {
    model: 'demo-image',
    prompt: 'A kite',
    size: '64x64',
    response_format: 'url',
    output_format: 'webp',
  };
  const answer = await gateway.post('/v1/images/generations', body);
  const { data, axonhub } = (await answer.json()) as {
    data: readonly { url: string; b64_json?: string }[];
    axonhub: Extension;
  };
  expect(data[0]).not.toHaveProperty('b64_json');
  link = new URL(data[0]?.url ?? '');
  expires = axonhub.images?.[0]?.url_expires ?? 0;
});
afterAll(() => gateway.close());

describe('a link to a picture', () => {
  it('gives the picture to whoever holds it, without a key, and forbids browsers to guess', async () => {
    const response = await fetch(link);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const picture = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-length')).toBe(String(picture.length));
    expect(await inspectPicture(picture)).toMatchObject({ width: 64, height: 64, format: 'webp' });
  });

  it('starts with the address the client used and says when it ends', () => {
    expect(link.origin).toBe(gateway.url);
    expect(Number(link.searchParams.get('expires'))).toBe(expires);
    expect(expires - Date.now() / 1000).toBeGreaterThan(590);
    expect(expires - Date.now() / 1000).toBeLessThanOrEqual(601);
  });

  it.each([
    ['another signature', /signature=.*/, `signature=${'A'.repeat(43)}`],
    ['no signature', /&signature=.*/, ''],
    ['a later end', /expires=\d+/, 'expires=9999999999'],
    ['no end', /expires=\d+&/, ''],
    ['another picture', /[0-9a-f]{64}/, '0'.repeat(64)],
    ['another type', '.webp', '.png'],
    ['a way out of the folder', /images\/[^?]+/, 'images/..%2f..%2faxonhub.db'],
  ])('with %s is a 404', async (_what, part, other) => {
    const forged = link.href.replace(part, other);
    expect(forged).not.toBe(link.href);
    const response = await fetch(forged);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
  });

  it('is a 404 once its time is over', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: expires * 1000 + 1000 });
    try {
      expect((await fetch(link)).status).toBe(404);
    } finally {
      vi.useRealTimers();
    }
    expect((await fetch(link)).status).toBe(200);
  });

  it('is no key to another installation', async () => {
    const other = await startGateway({ channels: [{ name: 'demo', type: 'demo' }] });
    try {
      const answer = await other.post('/v1/images/generations', {
        model: 'demo-image',
        prompt: 'A kite',
        size: '64x64',
        output_format: 'webp',
      });
      expect(answer.status).toBe(200);
      const hash = /[0-9a-f]{64}/.exec(link.pathname)?.[0];
      // The same picture is kept there under the same name.
      expect(keptRows(other.dataDir)[0]?.sha256).toBe(hash);
      expect((await fetch(link.href.replace(gateway.url, other.url))).status).toBe(404);
    } finally {
      await other.close();
    }
  });

  it('of the gateway itself may be edited without leaving the house', async () => {
    const content = [
      { type: 'text', text: 'Night' },
      { type: 'image_url', image_url: { url: link.href } },
    ];
    const response = await gateway.post('/v1/chat/completions', {
      model: 'demo-image',
      messages: [{ role: 'user', content }],
      modalities: ['image'],
    });
    const chat = readChat({
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    });
    expect(chat.message.images).toHaveLength(1);
  });
});

describe('public_url', () => {
  it('is how links start, whatever the request says', async () => {
    const behind = await startGateway({
      channels: [{ name: 'demo', type: 'demo' }],
      server: { public_url: 'https://pictures.example/axon' },
    });
    try {
      const body = { model: 'demo-image', prompt: 'A kite', size: '64x64', response_format: 'url' };
      const { data } = (await (await behind.post('/v1/images/generations', body)).json()) as {
        data: readonly { url: string }[];
      };
      expect(data[0]?.url).toMatch(
        /^https:\/\/pictures\.example\/axon\/v1\/files\/images\/[0-9a-f]{64}\.png\?/,
      );
    } finally {
      await behind.close();
    }
  });
});
