import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FakeCall } from '../upstreams/fake.ts';
import { makePicture } from '../upstreams/picture.ts';
import { DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from './house.ts';
import { decodePixels, everywhere, shareChanged } from './pixels.ts';
import { type Chat, onlyPicture, readChat, toDataUrl } from './read-chat.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.forgetCalls());

interface Turn {
  readonly role: string;
  readonly content?: unknown;
  readonly images?: unknown;
}
interface First {
  readonly picture: Buffer;
  readonly chat: Chat;
}

const DRAW: Turn = { role: 'user', content: 'Draw a red kite' };
const EDIT: Turn = { role: 'user', content: 'Make it night' };

/** Every form in which clients send a picture of the conversation back. */
const FORMS: { readonly [form: string]: (first: First) => readonly Turn[] } = {
  'the assistant message as it came': ({ chat }) => [DRAW, { ...chat.choices[0]?.message } as Turn, EDIT],
  'an assistant message with images': ({ picture }) => [
    DRAW,
    {
      role: 'assistant',
      content: '',
      images: [{ type: 'image_url', image_url: { url: toDataUrl(picture) }, index: 0 }],
    },
    EDIT,
  ],
  'an assistant message with content parts': ({ picture }) => [
    DRAW,
    { role: 'assistant', content: [{ type: 'image_url', image_url: { url: toDataUrl(picture) } }] },
    EDIT,
  ],
  'an assistant file part': ({ picture }) => [
    DRAW,
    { role: 'assistant', content: [{ type: 'file', file: { file_data: toDataUrl(picture) } }] },
    EDIT,
  ],
  'markdown in assistant text': ({ picture }) => [
    DRAW,
    { role: 'assistant', content: `Here it is:\n\n![image](${toDataUrl(picture)})\n\nLike it?` },
    EDIT,
  ],
  'a user part with an object': ({ picture }) => [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Make it night' },
        { type: 'image_url', image_url: { url: toDataUrl(picture), detail: 'high' } },
      ],
    },
  ],
  'a user part with a bare string': ({ picture }) => [
    {
      role: 'user',
      content: [
        { type: 'image_url', image_url: toDataUrl(picture) },
        { type: 'text', text: 'Make it night' },
      ],
    },
  ],
  'a user part with bare base64': ({ picture }) => [
    {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: picture.toString('base64') } },
        { type: 'text', text: 'Make it night' },
      ],
    },
  ],
  'a part in the style of the Responses API': ({ picture }) => [
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'Make it night' },
        { type: 'input_image', image_url: toDataUrl(picture) },
      ],
    },
  ],
  'the link of the answer': ({ chat }) => [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Make it night' },
        { type: 'image_url', image_url: { url: chat.axonhub.images?.[0]?.url } },
      ],
    },
  ],
  'the id of the answer': ({ chat }) => [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Make it night' },
        { type: 'input_image', file_id: chat.axonhub.images?.[0]?.id },
      ],
    },
  ],
};

/** An upstream call that carries these bytes, as base64 or as a file. */
const carries = ({ body, form }: FakeCall, picture: Buffer): boolean =>
  body.includes(picture.toString('base64')) || form.some(({ data }) => data.equals(picture));

const ask = async (model: string, messages: readonly Turn[]) =>
  readChat(
    await house.ask('/v1/chat/completions', {
      model,
      messages,
      modalities: ['image', 'text'],
      size: '1024x1024',
    }),
  );

describe.each(PROVIDER_NAMES)('a picture comes back to %s to be edited', (provider) => {
  const model = DRAWING_MODELS[provider];
  let first: First;
  beforeAll(async () => {
    const chat = await ask(model, [DRAW]);
    first = { chat, picture: onlyPicture(chat.message) };
  });

  it.each(Object.keys(FORMS))('as %s', async (form) => {
    house.forgetCalls();
    const second = onlyPicture((await ask(model, FORMS[form]?.(first) ?? [])).message);
    const [now, before] = [await decodePixels(second), await decodePixels(first.picture)];
    expect(shareChanged(now, before, everywhere)).toBeGreaterThan(0.05);
    const calls = house.calls(provider);
    if (provider === 'demo') return;
    expect(calls).toHaveLength(1);
    expect(calls.every((call) => carries(call, first.picture))).toBe(true);
    // Each picture goes up once, however often the client's shape repeats it.
    const [body = ''] = calls.map(({ body }) => body.toString('latin1'));
    const start = first.picture.toString('base64').slice(0, 200);
    expect(body.split(start).length - 1).toBeLessThanOrEqual(1);
  });

  it('a long conversation edits the latest picture', async () => {
    const turns = [DRAW, first.chat.choices[0]?.message as Turn, EDIT];
    const two = await ask(model, turns);
    house.forgetCalls();
    await ask(model, [...turns, two.choices[0]?.message as Turn, { role: 'user', content: 'Now snow' }]);
    const [call] = house.calls(provider);
    if (call) expect(carries(call, onlyPicture(two.message))).toBe(true);
  });
});

describe('the mark that Gemini 3 puts on its pictures', () => {
  interface Content {
    readonly role: string;
    readonly parts: readonly { readonly inlineData?: object; readonly thoughtSignature?: string }[];
  }
  const pictureTurns = (call: FakeCall | undefined) =>
    ((call?.json ?? { contents: [] }) as { contents: readonly Content[] }).contents.flatMap(
      ({ role, parts }) => parts.filter(({ inlineData }) => inlineData).map((part) => ({ role, part })),
    );

  it.each([
    'the assistant message as it came',
    'an assistant message with images',
    'markdown in assistant text',
  ])('comes back with %s', async (form) => {
    const chat = await ask('gemini-3-pro-image', [DRAW]);
    house.forgetCalls();
    await ask('gemini-3-pro-image', FORMS[form]?.({ chat, picture: onlyPicture(chat.message) }) ?? []);
    expect(pictureTurns(house.calls('gemini')[0])).toMatchObject([
      { role: 'model', part: { thoughtSignature: expect.stringMatching(/./) } },
    ]);
  });

  it('is missing on a picture of another origin, which is therefore shown by the user', async () => {
    const picture = await makePicture({ width: 300, height: 200, format: 'png', label: 'stranger' });
    const form = FORMS['an assistant message with images'];
    const chat = await ask('demo-image', [DRAW]);
    house.forgetCalls();
    await ask('gemini-3-pro-image', form?.({ chat, picture }) ?? []);
    expect(pictureTurns(house.calls('gemini')[0])).toMatchObject([{ role: 'user' }]);
  });

  it('never reaches another provider', async () => {
    const chat = await ask('gemini-3-pro-image', [DRAW]);
    const details = JSON.stringify(chat.message.reasoning_details ?? '');
    const mark = /"data":"([^"]+)"/.exec(details)?.[1];
    expect(mark).toMatch(/./);
    house.forgetCalls();
    const turns =
      FORMS['the assistant message as it came']?.({ chat, picture: onlyPicture(chat.message) }) ?? [];
    await ask('google/gemini-3-pro-image', turns);
    const body = house.calls('openrouter')[0]?.body.toString() ?? '';
    expect(body).not.toContain(mark);
    expect(body).not.toContain(mark?.replace(/^gemini~/, ''));
  });
});
