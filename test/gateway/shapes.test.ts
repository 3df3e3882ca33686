import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectPicture } from '../upstreams/picture.ts';
import { type ChatMessage, contentPictures, fromDataUrl, listedPictures, readChat } from './read-chat.ts';
import { chunkKinds, readChunks, streamedPictures, streamedText } from './read-stream.ts';
import { startGateway, type TestGateway } from './start.ts';

const KINDS = ['content', 'images', 'both', 'markdown'] as const;
type Kind = (typeof KINDS)[number];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    channels: [{ name: 'demo', type: 'demo' }],
    api_keys: [
      { name: 'test', key: 'ah-test-0123456789' },
      ...KINDS.map((kind) => ({ name: kind, key: `ah-${kind}-0123456789`, image_shape: kind })),
    ],
  });
});
afterAll(() => gateway.close());

const tools = [{ type: 'image_generation', image_generation: { size: '64x64', partial_images: 0 } }];

async function draw(headers: Record<string, string>, more: object = {}) {
  const messages = [{ role: 'user', content: 'A kite' }];
  const response = await gateway.post(
    '/v1/chat/completions',
    { model: 'demo-chat', messages, tools, tool_choice: 'required', ...more },
    headers,
  );
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const MARKDOWN = /!\[image\]\((data:image\/png;base64,[^)]+)\)/g;
const markdownPictures = (text: unknown): Buffer[] =>
  typeof text === 'string' ? [...text.matchAll(MARKDOWN)].map(([, url = '']) => fromDataUrl(url)) : [];

/** Where the pictures of a message stand: exactly the places a kind promises. */
function checkKind(message: ChatMessage, kind: Kind, count = 1): void {
  const places = {
    content: contentPictures(message).length,
    images: listedPictures(message).length,
    markdown: markdownPictures(message.content).length,
  };
  const both = kind === 'both';
  expect(places).toEqual({
    content: kind === 'content' || both ? count : 0,
    images: kind === 'images' || both ? count : 0,
    markdown: kind === 'markdown' ? count : 0,
  });
  expect(typeof message.content).toBe(kind === 'content' || both ? 'object' : 'string');
}

describe('the shape of pictures in an answer', () => {
  it.each(KINDS)('%s, by header', async (kind) => {
    const { message } = readChat(await draw({ 'ah-image-shape': kind }));
    checkKind(message, kind);
    checkKind(readChat(await draw({ 'ah-image-shape': kind }, { n: 2 })).message, kind, 2);
  });

  it.each(KINDS)('%s, by key, unless the header says otherwise', async (kind) => {
    const authorization = `Bearer ah-${kind}-0123456789`;
    checkKind(readChat(await draw({ authorization })).message, kind);
    checkKind(readChat(await draw({ authorization, 'ah-image-shape': 'both' })).message, 'both');
  });

  it('of the words beside them is the same in each', async () => {
    const texts = await Promise.all(
      KINDS.map(async (kind) => {
        const { content } = readChat(await draw({ 'ah-image-shape': kind })).message;
        const text =
          typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('');
        return text.replace(MARKDOWN, '').trim();
      }),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).not.toBe('');
  });

  it('that nobody knows is a 400', async () => {
    const answer = await draw({ 'ah-image-shape': 'cubist' });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { param: 'AH-Image-Shape' } });
  });

  it('is unknown to text, whose content is always a string', async () => {
    for (const kind of KINDS) {
      const { message } = readChat(
        await draw({ 'ah-image-shape': kind }, { tools: undefined, tool_choice: undefined }),
      );
      expect(typeof message.content).toBe('string');
    }
  });
});

describe('the shape for known clients', () => {
  it.each([
    ['curl/8.5.0', 'both', true],
    ['python-requests/2.32.3', 'both', true],
    ['node', 'both', true],
    ['OpenAI/JS 7.57.0', 'both', true],
    ['AsyncOpenAI/Python 2.9.0', 'both', true],
    ['ai-sdk/openrouter/3.1.0 runtime/node.js/24', 'images', false],
    ['ai/7.0.173 ai-sdk/openai-compatible/3.0.92 runtime/node.js/24', 'images', false],
    ['speakeasy-sdk/typescript 1.3.19 @openrouter/sdk', 'images', false],
    ['CherryStudio/1.7', 'images', false],
    ['litellm/1.90.0', 'images', false],
    ['OpenWebUI/0.9', 'images', false],
    ['LobeChat/2.1', 'images', false],
  ] as const)('%s is %s', async (agent, kind, toolCalls) => {
    const { message } = readChat(await draw({ 'user-agent': agent }));
    checkKind(message, kind);
    expect(message.tool_calls !== undefined).toBe(toolCalls);
  });

  it('has no tool calls for helpers that take none but functions', async () => {
    const headers = { 'user-agent': 'OpenAI/JS 7.57.0', 'x-stainless-helper-method': 'stream' };
    const { message } = readChat(await draw(headers));
    checkKind(message, 'both');
    expect(message).not.toHaveProperty('tool_calls');
  });

  it('can be overruled by the header', async () => {
    const { message } = readChat(
      await draw({ 'user-agent': 'litellm/1.90.0', 'ah-image-shape': 'markdown' }),
    );
    checkKind(message, 'markdown');
  });
});

describe('the shape of streamed pictures', () => {
  const stream = async (headers: Record<string, string>) =>
    readChunks(await draw(headers, { stream: true, n: 2 }));

  it('is one chunk for all where an accumulator keeps only the last', async () => {
    const chunks = await stream({ 'user-agent': 'OpenAI/JS 7.57.0' });
    const lists = chunks.flatMap(({ choices }) =>
      choices.flatMap(({ delta }) => (delta.images ? [delta.images] : [])),
    );
    expect(lists.map(({ length }) => length)).toEqual([2]);
  });

  it('is one chunk each, as soon as it is there, for everyone else', async () => {
    const chunks = await stream({});
    const lists = chunks.flatMap(({ choices }) =>
      choices.flatMap(({ delta }) => (delta.images ? [delta.images] : [])),
    );
    expect(lists.map(({ length }) => length)).toEqual([1, 1]);
  });

  it('as markdown is whole in one chunk, and reads like the unstreamed text', async () => {
    const chunks = await stream({ 'ah-image-shape': 'markdown' });
    const pieces = chunks.flatMap(({ choices }) =>
      choices.flatMap(({ delta: { content } }) => (typeof content === 'string' ? [content] : [])),
    );
    expect(pieces.flatMap(markdownPictures)).toHaveLength(2);
    expect(streamedPictures(chunks)).toEqual([]);
    const whole = readChat(await draw({ 'ah-image-shape': 'markdown' }, { n: 2 })).message.content;
    expect(streamedText(chunks)).toBe(whole);
  });

  it('as content parts is a content array', async () => {
    const chunks = await stream({ 'ah-image-shape': 'content' });
    expect(chunkKinds(chunks)).not.toContain('images');
    const parts = chunks.flatMap(({ choices }) =>
      choices.flatMap(({ delta: { content } }) => (typeof content === 'string' ? [] : (content ?? []))),
    );
    expect(parts).toHaveLength(2);
    for (const { image_url } of parts) {
      expect(await inspectPicture(fromDataUrl(image_url.url))).toMatchObject({ width: 64, height: 64 });
    }
  });
});
