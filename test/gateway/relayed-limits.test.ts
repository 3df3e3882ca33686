import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeCall } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startGateway, type TestGateway } from './start.ts';

describe('a chat that is relayed to OpenAI', () => {
  let gateway: TestGateway;
  let fake: Awaited<ReturnType<typeof startOpenAi>>;
  beforeAll(async () => {
    fake = await startOpenAi();
    const channel = {
      name: 'openai',
      type: 'openai',
      base_url: fake.url,
      api_key: 'sk-test',
      models: ['gpt-5-mini'],
    };
    gateway = await startGateway({ channels: [channel] });
  });
  afterAll(async () => {
    await gateway.close();
    await fake.close();
  });
  const lastBody = () => (fake.calls.at(-1) as FakeCall).json as Record<string, unknown>;
  const messages = [{ role: 'user', content: 'Hi' }];

  it('has its old max_tokens under the name that every model takes', async () => {
    const response = await gateway.post('/v1/chat/completions', {
      model: 'gpt-5-mini',
      messages,
      max_tokens: 50,
    });
    expect(response.status).toBe(200);
    expect(lastBody()).toMatchObject({ max_completion_tokens: 50 });
    expect(lastBody()).not.toHaveProperty('max_tokens');
  });

  it('keeps the new name where a client sends both', async () => {
    const limits = { max_tokens: 50, max_completion_tokens: 60 };
    await gateway.post('/v1/chat/completions', { model: 'gpt-5-mini', messages, ...limits });
    expect(lastBody()).toMatchObject({ max_completion_tokens: 60 });
  });
});
