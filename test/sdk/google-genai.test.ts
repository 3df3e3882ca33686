import { GoogleGenAI } from '@google/genai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';

describe('@google/genai', () => {
  let gateway: TestGateway;
  let client: GoogleGenAI;
  beforeAll(async () => {
    gateway = await startGateway({ channels: [{ name: 'demo', type: 'demo' }] });
    client = new GoogleGenAI({ apiKey: gateway.key, httpOptions: { baseUrl: gateway.url } });
  });
  afterAll(() => gateway?.close());

  it('answers', async () => {
    const answer = await client.models.generateContent({ model: 'demo-chat', contents: 'Hello' });
    expect(answer.text).toContain('Hello');
  });
  it('streams', async () => {
    const stream = await client.models.generateContentStream({ model: 'demo-chat', contents: 'Hello' });
    let text = '';
    for await (const chunk of stream) text += chunk.text ?? '';
    expect(text).toContain('Hello');
  });
  it('draws', async () => {
    const answer = await client.models.generateContent({
      model: 'demo-image',
      contents: 'A kite',
      config: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9' } },
    });
    expect(answer.data?.length).toBeGreaterThan(1000);
  });
  it('counts', async () => {
    const answer = await client.models.countTokens({ model: 'demo-chat', contents: 'Hello there' });
    expect(answer.totalTokens).toBeGreaterThan(1);
  });
  it('lists', async () => {
    const names = [];
    for await (const model of await client.models.list()) names.push(model.name);
    expect(names).toContain('models/demo-chat');
  });
});
