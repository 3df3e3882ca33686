import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inspectPicture, makePicture } from '../upstreams/picture.ts';
import { type Answer, DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from './house.ts';
import { decodePixels, leftHalf, maskedPicture, rightHalf, shareChanged } from './pixels.ts';
import { type ChatWarning, type Extension, toDataUrl } from './read-chat.ts';
import { readEvents } from './read-stream.ts';

const { original, mask } = await maskedPicture(320, 240);
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.forgetCalls());

interface Images {
  readonly created: number;
  readonly data: readonly { readonly b64_json?: string; readonly url?: string }[];
  readonly size: string;
  readonly output_format: string;
  readonly usage?: { readonly total_tokens: number };
  readonly axonhub: Extension;
}

function readImages(answer: Answer): Images {
  if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.text.slice(0, 1000)}`);
  return JSON.parse(answer.text) as Images;
}

const bytesOf = ({ data }: Images): Buffer[] =>
  data.map(({ b64_json = '' }) => Buffer.from(b64_json, 'base64'));
const firstOf = (images: Images): Buffer => bytesOf(images)[0] ?? Buffer.alloc(0);
const file = (bytes: Buffer, type = 'image/png') => new Blob([new Uint8Array(bytes)], { type });

function form(fields: { readonly [name: string]: string | Blob }): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name.replace(/#\d$/, ''), value, 'picture.png');
  }
  return data;
}

describe.each(PROVIDER_NAMES)('the Images API on %s', (provider) => {
  const model = DRAWING_MODELS[provider];

  it('generates in the asked size and format', async () => {
    const images = readImages(
      await house.ask('/v1/images/generations', {
        model,
        prompt: 'A red kite',
        size: '640x480',
        output_format: 'webp',
      }),
    );
    expect(images).toMatchObject({ size: '640x480', output_format: 'webp' });
    expect(images.created).toBeGreaterThan(1_700_000_000);
    expect(images.usage?.total_tokens).toBeGreaterThan(0);
    expect(await inspectPicture(firstOf(images))).toMatchObject({ width: 640, height: 480, format: 'webp' });
  });

  it('edits an uploaded file inside the mask and nowhere else', async () => {
    const images = readImages(
      await house.upload(
        '/v1/images/edits',
        form({ model, prompt: 'Make it night', image: file(original), mask: file(mask) }),
      ),
    );
    const [now, before] = [await decodePixels(firstOf(images)), await decodePixels(original)];
    expect(shareChanged(now, before, leftHalf)).toBe(0);
    expect(shareChanged(now, before, rightHalf)).toBeGreaterThan(0.2);
  });

  it('edits pictures given in JSON', async () => {
    const images = readImages(
      await house.ask('/v1/images/edits', {
        model,
        prompt: 'Make it night',
        images: [{ image_url: toDataUrl(original) }, { image_url: toDataUrl(mask) }],
        size: '320x240',
      }),
    );
    expect(await inspectPicture(firstOf(images))).toMatchObject({ width: 320, height: 240, format: 'png' });
  });

  it('makes variations by editing, and says so', async () => {
    const images = readImages(
      await house.upload(
        '/v1/images/variations',
        form({ model, image: file(original), n: '2', size: '256x256' }),
      ),
    );
    expect(images.data).toHaveLength(2);
    expect(images.axonhub.warnings).toContainEqual(
      expect.objectContaining({ kind: 'emulated', field: 'image' }),
    );
    for (const call of house.calls(provider)) expect(call.body.toString('latin1')).toContain('variation');
  });

  it('streams: the picture is whole in the completed event, which says its type twice', async () => {
    const answer = await house.ask('/v1/images/generations', {
      model,
      prompt: 'A red kite',
      size: '256x256',
      stream: true,
      partial_images: 2,
    });
    expect(answer.status).toBe(200);
    const events = readEvents(answer).map(({ event, data }) => ({
      event,
      ...(JSON.parse(data) as StreamData),
    }));
    for (const { event, type } of events) expect(event).toBe(type);
    const completed = events.filter(({ type }) => type === 'image_generation.completed');
    expect(completed).toHaveLength(1);
    expect(completed).toEqual([events.at(-1)]);
    expect(completed[0]?.usage?.total_tokens).toBeGreaterThan(0);
    const picture = Buffer.from(completed[0]?.b64_json ?? '', 'base64');
    expect(await inspectPicture(picture)).toMatchObject({ width: 256, height: 256 });
    const partials = events.filter(({ type }) => type === 'image_generation.partial_image');
    const refused = completed[0]?.axonhub?.warnings.some(({ field }) => field === 'partial_images') ?? false;
    expect(partials).toHaveLength(refused ? 0 : 2);
    expect(refused).toBe(!['openai', 'demo'].includes(provider));
  });

  it('streams edits under their own name', async () => {
    const answer = await house.upload(
      '/v1/images/edits',
      form({ model, prompt: 'Make it night', 'image[]': file(original), stream: 'true' }),
    );
    expect(readEvents(answer).at(-1)?.event).toBe('image_edit.completed');
  });
});

interface StreamData {
  readonly type: string;
  readonly b64_json?: string;
  readonly usage?: { readonly total_tokens: number };
  readonly axonhub?: { readonly warnings: readonly ChatWarning[] };
}

describe('the Images API', () => {
  it('takes several files under image[] and passes on each', async () => {
    const second = await makePicture({ width: 64, height: 64, format: 'webp', label: 'second' });
    readImages(
      await house.upload(
        '/v1/images/edits',
        form({
          model: 'gpt-image-2',
          prompt: 'Put them together',
          'image[]#1': file(original),
          'image[]#2': file(second, 'application/octet-stream'),
        }),
      ),
    );
    const files = house.calls('openai')[0]?.form.filter(({ fileName }) => fileName) ?? [];
    expect(files.map(({ contentType, data }) => [contentType, data.length])).toEqual([
      ['image/png', original.length],
      ['image/webp', second.length],
    ]);
  });

  it('leaves the size to the model where nothing is said', async () => {
    readImages(await house.ask('/v1/images/generations', { model: 'gpt-image-2', prompt: 'A red kite' }));
    expect(house.calls('openai')[0]?.json).not.toHaveProperty('size');
  });

  it('passes bytes untouched when nothing has to change', async () => {
    const images = readImages(
      await house.ask('/v1/images/generations', {
        model: 'gpt-image-2',
        prompt: 'A kite',
        size: '1024x1024',
      }),
    );
    const drawn = await makePicture({
      width: 1024,
      height: 1024,
      format: 'png',
      label: 'A kite 0',
      quality: 100,
    });
    expect(firstOf(images).equals(drawn)).toBe(true);
    expect(images.axonhub.warnings).toEqual([]);
  });

  it.each([
    ['a missing prompt', '/v1/images/generations', { model: 'gpt-image-2' }, 'prompt'],
    ['an empty prompt', '/v1/images/generations', { model: 'gpt-image-2', prompt: ' ' }, 'prompt'],
    ['a missing model', '/v1/images/generations', { prompt: 'A kite' }, 'model'],
    ['a bad size', '/v1/images/generations', { model: 'gpt-image-2', prompt: 'x', size: 'big' }, 'size'],
    ['n of zero', '/v1/images/generations', { model: 'gpt-image-2', prompt: 'x', n: 0 }, 'n'],
    [
      'a picture to generate from',
      '/v1/images/generations',
      { model: 'gpt-image-2', prompt: 'x', image: 'AAAA' },
      'image',
    ],
    ['no picture to edit', '/v1/images/edits', { model: 'gpt-image-2', prompt: 'x' }, 'image'],
    [
      'a mask without a picture',
      '/v1/images/edits',
      { model: 'gpt-image-2', prompt: 'x', mask: 'AAAA' },
      'image',
    ],
  ])('refuses %s with a 400 that names the field', async (_what, path, body, param) => {
    const answer = await house.ask(path, body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { param, type: 'invalid_request_error' } });
    expect(house.calls('openai')).toEqual([]);
  });

  it('an unknown parameter is reported, not dropped in silence', async () => {
    const images = readImages(
      await house.ask('/v1/images/generations', {
        model: 'demo-image',
        prompt: 'x',
        size: '64x64',
        brightness: 3,
      }),
    );
    expect(images.axonhub.warnings).toMatchObject([{ kind: 'ignored', field: 'brightness' }]);
  });
});
