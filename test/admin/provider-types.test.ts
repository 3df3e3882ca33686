import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
beforeAll(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterAll(() => gateway.close());

describe('the kinds of upstream', () => {
  it('come with the form of their settings, secret ones marked', async () => {
    const { items } = (await owner.get('/provider-types')).body;
    const bedrock = items.find(({ id }: { id: string }) => id === 'bedrock');
    expect(bedrock).toMatchObject({ title: 'Amazon Bedrock', needsKey: 'always', talks: true, draws: false });
    expect(bedrock.settings.properties).toMatchObject({
      region: { type: 'string', default: 'us-east-1', description: expect.any(String) },
      session_token: { type: 'string', writeOnly: true },
      api: { enum: ['invoke', 'messages', 'mantle'] },
    });
    expect(bedrock.settings.required ?? []).toEqual([]);
  });

  it('say what they can do and whether they want a key', async () => {
    const { items } = (await owner.get('/provider-types')).body;
    const byId = Object.fromEntries(items.map((item: { id: string }) => [item.id, item]));
    expect(byId.openai).toMatchObject({
      needsKey: 'at-default-url',
      draws: true,
      listsModels: true,
      settings: null,
    });
    expect(byId.ollama).toMatchObject({ needsKey: 'never', talks: true, models: 0 });
    expect(byId.bfl).toMatchObject({ draws: true, talks: false, listsModels: false });
  });

  it('describe every setting they have', async () => {
    const { items } = (await owner.get('/provider-types')).body;
    const bare = items.flatMap(({ id, settings }: { id: string; settings: { properties: object } | null }) =>
      Object.entries(settings?.properties ?? {})
        .filter(([, property]) => !property.description)
        .map(([name]) => `${id}.${name}`),
    );
    expect(bare).toEqual([]);
  });
});

describe('a pasted key', () => {
  const hex = (length: number) => '0123456789abcdef'.repeat(4).slice(0, length);
  it.each([
    ['sk-ant-api03-abcdef', ['anthropic']],
    ['sk-or-v1-abcdef', ['openrouter']],
    ['sk-proj-abc_DEF-123', ['openai']],
    [`sk-${'a'.repeat(20)}T3BlbkFJ${'b'.repeat(20)}`, ['openai']],
    [`AIza${'x'.repeat(35)}`, ['gemini']],
    ['xai-abc', ['xai']],
    ['gsk_abc', ['groq']],
    [`sk-${hex(32)}`, ['dashscope', 'deepseek']],
    [`${hex(32)}.AbCdEfGh12345678`, ['zhipu']],
    ['{\n "type": "service_account", "project_id": "p" }', ['vertex']],
    ['who knows', []],
  ])('%s is of %j', async (key, types) => {
    expect((await owner.post('/provider-types/detect', { key })).body).toEqual({ types });
  });

  it('stands in no log', () => {
    expect(gateway.log()).not.toContain('abc_DEF');
  });
});
