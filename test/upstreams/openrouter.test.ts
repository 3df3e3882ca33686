import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fake } from './fake.ts';
import { startOpenRouter } from './openrouter.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startOpenRouter();
});
afterAll(() => fake.close());

const GEMINI = 'google/gemini-2.5-flash-image';

async function ask(path: string, body: object) {
  const response = await fetch(`${fake.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-or-test', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const chat = (body: object) =>
  ask('/chat/completions', { model: GEMINI, messages: [{ role: 'user', content: 'a kite' }], ...body });
const images = (body: object) => ask('/images', { model: GEMINI, prompt: 'a kite', ...body });

describe('the imitation of OpenRouter', () => {
  it.each([
    ['a name without an author', { model: 'gpt-image-1' }, 400],
    ['a modality nobody knows', { modalities: ['video'] }, 400],
    ['pictures of a text model', { model: 'openrouter/auto', modalities: ['image', 'text'] }, 404],
    [
      'a ratio the model lacks',
      { modalities: ['image', 'text'], image_config: { aspect_ratio: '8:1' } },
      400,
    ],
    ['a tier the model lacks', { modalities: ['image', 'text'], image_config: { image_size: '4K' } }, 400],
  ])('refuses %s in chat', async (_what, body, status) => {
    expect((await chat(body)).status).toBe(status);
  });

  it('draws nothing when no picture is asked for, and drops what it does not know', async () => {
    const { status, text } = await chat({ nonsense: true });
    expect(status).toBe(200);
    expect(text).not.toContain('"images"');
  });

  it.each([
    ['several pictures of a model that makes one', { n: 2 }],
    [
      'a size that contradicts a ratio',
      { model: 'openai/gpt-image-2', size: '1024x1024', aspect_ratio: '16:9' },
    ],
    [
      'transparency in a JPEG',
      { model: 'openai/gpt-image-1', background: 'transparent', output_format: 'jpeg' },
    ],
    ['references without a type', { input_references: [{ type: 'image', image_url: { url: 'x' } }] }],
  ])('refuses %s on the Images API', async (_what, body) => {
    expect((await images(body)).status).toBe(400);
  });

  it('streams only what OpenAI draws', async () => {
    expect((await images({ stream: true })).type).toBe('application/json');
    expect((await images({ model: 'openai/gpt-image-1', stream: true })).type).toBe('text/event-stream');
  });
});
