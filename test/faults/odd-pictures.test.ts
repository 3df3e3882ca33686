import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../gateway/house.ts';
import { keptRows } from '../gateway/kept-pictures.ts';
import { inspectPicture, makePicture } from '../upstreams/picture.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.forgetCalls());

interface Answer {
  readonly data: readonly { readonly b64_json: string }[];
  readonly output_format: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Asks for a picture and has the upstream answer with this base64. */
async function draw(
  b64_json: string | readonly string[],
  more: object = {},
): Promise<Answer & { status: number }> {
  const data = [b64_json].flat().map((each) => ({ b64_json: each }));
  house.fakes.openai.next({ json: { created: 1, output_format: 'png', data } });
  const body = { model: 'gpt-image-2', prompt: 'A kite', ...more };
  const { status, text } = await house.ask('/v1/images/generations', body);
  return { status, ...(JSON.parse(text) as Answer) };
}

const decoded = ({ data }: Answer): Buffer => Buffer.from(data[0]?.b64_json ?? '', 'base64');
const broken = (base64: string, mark: string, length = 76): string =>
  base64.replace(new RegExp(`.{${length}}`, 'g'), `$&${mark}`);

describe('base64 with line breaks', () => {
  const sizes = { 'a small picture': 32, 'a large picture': 1024 };
  describe.each(Object.entries(sizes))('of %s', (_name, width) => {
    it.each([
      ['\\n after 76', '\n', 76],
      ['\\r\\n after 64', '\r\n', 64],
    ])('%s is the picture all the same', async (_how, mark, length) => {
      const picture = await makePicture({ width, height: width, format: 'png' });
      const answer = await draw(broken(picture.toString('base64'), mark, length));
      expect(answer.status).toBe(200);
      expect(decoded(answer).equals(picture)).toBe(true);
    });
  });
});

describe('a picture of another type than declared', () => {
  it.each(['jpeg', 'webp'] as const)('a %s that calls itself a PNG is told as what it is', async (format) => {
    const answer = await draw((await makePicture({ width: 64, height: 64, format })).toString('base64'));
    expect(answer.status).toBe(200);
    expect((await inspectPicture(decoded(answer))).format).toBe(answer.output_format);
  });

  it('is made the type that was asked for', async () => {
    const jpeg = await makePicture({ width: 64, height: 64, format: 'jpeg' });
    const answer = await draw(jpeg.toString('base64'), { output_format: 'png' });
    expect(answer.output_format).toBe('png');
    expect((await inspectPicture(decoded(answer))).format).toBe('png');
  });

  it.each([
    ['words', Buffer.from('I cannot draw this. '.repeat(40))],
    ['a page', Buffer.from(`<html>${'sorry '.repeat(100)}</html>`)],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')],
    [
      'a film',
      Buffer.concat([Buffer.from('0000001866747970', 'hex'), Buffer.from('mp42'), Buffer.alloc(900)]),
    ],
    ['nothing', Buffer.alloc(0)],
  ])('%s in place of a picture is an error, and nothing is kept', async (_what, bytes) => {
    const before = keptRows(house.gateway.dataDir).length;
    const { status, error } = await draw(bytes.toString('base64'));
    expect(status).toBe(502);
    expect(['upstream_error', 'no_image']).toContain(error?.code);
    expect(keptRows(house.gateway.dataDir)).toHaveLength(before);
    expect(house.calls('openai')).toHaveLength(1);
  });

  it.each(['png', 'jpeg', 'webp'] as const)(
    'half a %s behind a good beginning is an error, and nothing is kept',
    async (format) => {
      const picture = await makePicture({ width: 1024, height: 1024, format });
      const before = keptRows(house.gateway.dataDir).length;
      const { status, error } = await draw(picture.subarray(0, picture.length >> 1).toString('base64'));
      expect([status, error?.code]).toEqual([502, 'upstream_error']);
      expect(error?.message).toContain('cut off');
      expect(keptRows(house.gateway.dataDir)).toHaveLength(before);
      expect(house.calls('openai')).toHaveLength(1);
    },
  );

  it('bytes behind the end of a picture do not make it half a picture', async () => {
    const picture = await makePicture({ width: 64, height: 64, format: 'png' });
    const longer = Buffer.concat([picture, Buffer.from('written by a careless program')]);
    const answer = await draw(longer.toString('base64'));
    expect(answer.status).toBe(200);
    expect(decoded(answer).equals(longer)).toBe(true);
  });
});

describe('no picture at all', () => {
  it.each([
    ['an empty list', []],
    ['an item without bytes', ['']],
  ])('%s is an error, not an empty success', async (_what, items) => {
    const { status, error } = await draw(items);
    expect([status, error?.code]).toEqual([502, 'no_image']);
  });

  it('fewer than were asked for come with a warning', async () => {
    const one = (await makePicture({ width: 64, height: 64, format: 'png' })).toString('base64');
    const answer = await draw([one], { n: 3 });
    expect(answer.data).toHaveLength(1);
    expect(JSON.stringify(answer)).toMatch(/"field":"n"/);
  });
});
