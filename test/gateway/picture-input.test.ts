import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makePicture } from '../upstreams/picture.ts';
import { DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from './house.ts';
import { type PictureHost, startPictureHost } from './picture-host.ts';
import { readChat, toDataUrl, wordsOf } from './read-chat.ts';

const photo = await makePicture({ width: 300, height: 200, format: 'jpeg', label: 'photo' });
const NOT_A_PICTURE = Buffer.from('<html>no picture</html>'.repeat(20));
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');

let house: House;
let host: PictureHost;
beforeAll(async () => {
  host = await startPictureHost({
    '/photo.jpg': photo,
    '/page.png': NOT_A_PICTURE,
    '/drawing.png': SVG,
    '/moved.jpg': '/photo.jpg',
    '/around': '/around',
  });
  house = await openHouse({ server: { allow_private_urls: true } });
});
afterAll(async () => {
  await house.close();
  await host.close();
});
beforeEach(() => house.forgetCalls());

const edit = (where: House, model: string, image_url: unknown, more: object = { modalities: ['image'] }) =>
  where.ask('/v1/chat/completions', {
    model,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Make it night' },
          { type: 'image_url', image_url },
        ],
      },
    ],
    ...more,
  });

describe.each(PROVIDER_NAMES)('a picture by URL for %s', (provider) => {
  it('is fetched by the gateway, without any credential, and sent as bytes', async () => {
    const seen = host.asked.length;
    readChat(await edit(house, DRAWING_MODELS[provider], { url: `${host.url}/photo.jpg` }));
    const asked = host.asked.slice(seen);
    expect(asked.map(({ path }) => path)).toEqual(['/photo.jpg']);
    for (const header of ['authorization', 'cookie', 'x-api-key']) {
      expect(asked[0]?.headers).not.toHaveProperty(header);
    }
    for (const { body, form } of house.calls(provider)) {
      expect(body.toString('latin1')).not.toContain(host.url);
      expect(body.includes(photo.toString('base64')) || form.some(({ data }) => data.equals(photo))).toBe(
        true,
      );
    }
  });
});

describe('a picture by URL', () => {
  it('is followed through a redirect', async () => {
    readChat(await edit(house, 'demo-image', `${host.url}/moved.jpg`));
    expect(host.asked.slice(-2).map(({ path }) => path)).toEqual(['/moved.jpg', '/photo.jpg']);
  });

  it.each([
    ['/page.png', 'invalid_value'],
    ['/drawing.png', 'invalid_value'],
    ['/nothing.png', 'invalid_value'],
    ['/around', 'invalid_value'],
  ])('%s is no picture that can be had: a 400 that names the field', async (path, code) => {
    const answer = await edit(house, 'gpt-image-2', { url: host.url + path });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { code, param: 'messages[0].content[1].image_url.url', type: 'invalid_request_error' },
    });
    expect(house.calls('openai')).toEqual([]);
  });

  it('in a private network is refused unless the operator allows it, and nobody calls there', async () => {
    const strict = await openHouse();
    try {
      const seen = host.asked.length;
      for (const url of [
        `${host.url}/photo.jpg`,
        'http://169.254.169.254/latest/meta-data',
        'http://[::1]:1/x',
      ]) {
        const answer = await edit(strict, 'gpt-image-2', { url });
        expect(answer.status).toBe(400);
        expect(JSON.parse(answer.text)).toMatchObject({
          error: { code: 'invalid_value', param: 'messages[0].content[1].image_url.url' },
        });
      }
      expect(host.asked).toHaveLength(seen);
      expect(strict.fakes.openai.calls).toEqual([]);
    } finally {
      await strict.close();
    }
  });
});

describe('a picture that is none', () => {
  it.each([
    ['words', 'certainly not base64!', 'messages[0].content[1].image_url'],
    ['an empty data URL', { url: 'data:image/png;base64,' }, 'messages[0].content[1].image_url.url'],
    ['a text file', { url: toDataUrl(NOT_A_PICTURE) }, 'messages[0].content[1].image_url.url'],
    ['an SVG', { url: toDataUrl(SVG, 'image/svg+xml') }, 'messages[0].content[1].image_url.url'],
    ['another scheme', { url: 'file:///etc/passwd' }, 'messages[0].content[1].image_url.url'],
    ['a number', { url: 7 }, 'messages[0].content[1].image_url.url'],
    ['nothing', undefined, 'messages[0].content[1].image_url'],
  ])('%s is a 400 that names the field', async (_what, image, param) => {
    const answer = await edit(house, 'gpt-image-2', image);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { param, type: 'invalid_request_error' } });
    expect(house.calls('openai')).toEqual([]);
  });

  it('damaged is a 400 that names it, also where the damage shows only when it is worked on', async () => {
    const damaged = photo.subarray(0, photo.length / 2);
    const gif = Buffer.concat([
      Buffer.from('GIF89a\x20\x00\x20\x00\x80\x00\x00', 'latin1'),
      Buffer.alloc(40),
    ]);
    const form = new FormData();
    form.append('model', DRAWING_MODELS.openai);
    form.append('prompt', 'Make it night');
    form.append('image', new File([gif], 'a.gif'));
    const edited = await house.upload('/v1/images/edits', form);
    expect(edited.status).toBe(400);
    expect(JSON.parse(edited.text)).toMatchObject({ error: { param: 'image' } });
    form.set('image', new File([photo], 'a.jpg'));
    form.append('mask', new File([damaged], 'mask.png'));
    const masked = await house.upload('/v1/images/edits', form);
    expect(masked.status).toBe(400);
    expect(JSON.parse(masked.text)).toMatchObject({ error: { param: 'mask' } });
  });

  it('the id of nobody’s picture is a 400', async () => {
    const answer = await house.ask('/v1/chat/completions', {
      model: 'gpt-image-2',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Edit' },
            { type: 'input_image', file_id: 'img_nobody' },
          ],
        },
      ],
    });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { param: 'messages[0].content[1].file_id' } });
  });
});

describe('vision', () => {
  it.each(['gpt-5-mini', 'doubao-seed-2-1-pro-260915', 'google/gemini-2.5-flash', 'gemini-2.5-flash'])(
    '%s sees an inline picture in its real type, whatever the client declared',
    async (model) => {
      const answer = readChat(await edit(house, model, { url: toDataUrl(photo, 'image/png') }, {}));
      expect(wordsOf(answer.message)).toContain('300x200');
    },
  );

  it('a link of the gateway itself is read from its store', async () => {
    const drawn = readChat(
      await house.ask('/v1/chat/completions', {
        model: 'demo-image',
        messages: [{ role: 'user', content: 'A kite' }],
        size: '320x240',
        modalities: ['image'],
      }),
    );
    const own = readChat(await edit(house, 'gpt-5-mini', { url: drawn.axonhub.images?.[0]?.url }, {}));
    expect(wordsOf(own.message)).toContain('320x240');
  });
});
