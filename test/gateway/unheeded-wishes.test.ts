import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';
import { contentPictures, readChat } from './read-chat.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.forgetCalls());

const KITE = { messages: [{ role: 'user', content: 'Draw a kite' }] };
const drawing = (parameters: object = {}) => ({ type: 'image_generation', image_generation: parameters });
const ask = (body: object, headers?: Record<string, string>) =>
  house.ask('/v1/chat/completions', { ...KITE, ...body }, headers);

/** The same wish not to be drawn for, in each format that has the tool. */
const DECLINING = {
  '/v1/chat/completions': { ...KITE, tools: [drawing()], tool_choice: 'none' },
  '/v1/responses': { input: 'Draw a kite', tools: [{ type: 'image_generation' }], tool_choice: 'none' },
  '/v1/messages': {
    ...KITE,
    max_tokens: 100,
    tools: [{ type: 'image_generation' }],
    tool_choice: { type: 'none' },
  },
} as const;

describe.each(Object.entries(DECLINING))('a tool that may not be used, on %s', (path, body) => {
  it('is not offered to a model that also talks', async () => {
    const { status, text } = await house.ask(path, { model: 'gpt-5-mini', ...body });
    expect(status, text).toBe(200);
    const sent = JSON.stringify(house.calls('openai').map(({ json }) => json));
    expect(sent).toContain('Draw a kite');
    expect(sent).not.toContain('image_generation');
  });

  it('is used all the same by a model that only draws, which is told', async () => {
    const { status, text } = await house.ask(path, { model: 'demo-image', ...body });
    expect(status, text).toBe(200);
    const { axonhub } = JSON.parse(text) as { axonhub: { warnings: object[]; images: object[] } };
    expect(axonhub.images).toHaveLength(1);
    expect(axonhub.warnings).toContainEqual(
      expect.objectContaining({ kind: 'ignored', field: 'tool_choice' }),
    );
    expect(text).not.toContain('"tool_calls"');
  });
});

describe('tool_choice', () => {
  const named = (name: string) => ({ type: 'function', function: { name } });

  it('that names the tool as if it were a function forces it', async () => {
    const { message } = readChat(
      await ask({ model: 'gpt-5-mini', tools: [drawing()], tool_choice: named('image_generation') }),
    );
    expect(contentPictures(message)).toHaveLength(1);
    expect(house.calls('openai')[0]?.json).toMatchObject({ tool_choice: { type: 'image_generation' } });
  });

  it('that leaves other tools to choose from does not force the one that draws', async () => {
    const look = { type: 'function', function: { name: 'look', parameters: { type: 'object' } } };
    await ask({ model: 'gpt-5-mini', tools: [drawing(), look], tool_choice: 'required' });
    expect(house.calls('openai')[0]?.json).toMatchObject({ tool_choice: 'required' });
  });

  it('that names nothing is told', async () => {
    const { axonhub } = readChat(
      await ask({ model: 'demo-image', tools: [drawing()], tool_choice: named('nope') }),
    );
    expect(axonhub.warnings).toMatchObject([{ kind: 'ignored', field: 'tool_choice' }]);
  });
});

describe('what has no effect is told', () => {
  it.each([
    ['words alone, of a model that only draws', { modalities: ['text'] }, 'modalities'],
    ['a second tool that draws', { tools: [drawing(), drawing({ size: '256x256' })] }, 'tools[1]'],
  ])('%s', async (_what, body, field) => {
    const { message, axonhub } = readChat(await ask({ model: 'demo-image', ...body }));
    expect(contentPictures(message)).toHaveLength(1);
    expect(axonhub.warnings).toMatchObject([{ kind: 'ignored', field }]);
  });
});

describe('a parameter that nobody knows', () => {
  const field = 'tools[0].image_generation.backgruond';
  const detail = `${field} is not an image parameter this gateway knows. Did you mean background?`;
  const body = { model: 'demo-image', tools: [drawing({ backgruond: 'transparent' })] };

  it('is told with what was probably meant', async () => {
    expect(readChat(await ask(body)).axonhub.warnings).toEqual([{ kind: 'ignored', field, detail }]);
  });

  it.each([
    ['in its parameters', { tools: [drawing({ backgruond: 'transparent', strict: true })] }, {}],
    ['by the header', {}, { 'ah-strict': 'true' }],
  ])('is refused where strictness is asked for %s', async (_how, more, headers) => {
    const { status, text } = await ask({ ...body, ...more }, headers);
    expect(status).toBe(400);
    expect(JSON.parse(text).error).toMatchObject({
      code: 'unsupported_parameter',
      param: field,
      message: detail,
    });
  });
});

it('links in place of pictures may be asked for beside modalities', async () => {
  const { message } = readChat(
    await ask({ model: 'demo-image', modalities: ['image'], response_format: 'url' }),
  );
  expect(JSON.stringify(message.content)).toContain('/v1/files/images/');
});
