import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from './house.ts';
import { readChat } from './read-chat.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

interface Listed {
  readonly id: string;
  readonly object: string;
  readonly owned_by: string;
  readonly architecture: { readonly output_modalities: readonly string[] };
}
interface ListedImageModel {
  readonly id: string;
  readonly provider: string;
  readonly tasks: readonly string[];
  readonly parameters: { readonly [name: string]: { readonly support: string; readonly note?: string } };
  readonly prices: readonly { readonly usd: number; readonly source: string }[] | null;
}

const list = async <T>(path: string): Promise<readonly T[]> => {
  const { status, text } = await house.get(path);
  expect(status).toBe(200);
  const { object, data } = JSON.parse(text) as { object: string; data: readonly T[] };
  expect(object).toBe('list');
  return data;
};

describe('GET /v1/models', () => {
  it.each(['/v1/models', '/api/v1/models'])('%s lists each callable model once', async (path) => {
    const models = await list<Listed>(path);
    const ids = models.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(Object.values(DRAWING_MODELS)));
    expect(models.every(({ object }) => object === 'model')).toBe(true);
    expect(ids).not.toContain('gpt-image-1');
  });

  it('knows one model, also by an id with a slash', async () => {
    for (const id of ['gpt-image-2', 'google/gemini-3-pro-image']) {
      const { status, text } = await house.get(`/v1/models/${id}`);
      expect(status).toBe(200);
      expect(JSON.parse(text)).toMatchObject({
        id,
        architecture: { output_modalities: expect.arrayContaining(['image']) },
      });
    }
    expect((await house.get('/v1/models/nobody')).status).toBe(404);
  });

  it('needs a key', async () => {
    for (const path of ['/v1/models', '/v1/images/models', '/v1/models/demo-chat']) {
      expect((await fetch(house.gateway.url + path)).status).toBe(401);
    }
  });

  it('lists what a channel names, also retired models and under other names', async () => {
    const named = await openHouse({
      channels: [
        {
          name: 'relay',
          type: 'openai',
          base_url: 'http://127.0.0.1:9',
          api_key: 'sk-test',
          models: ['gpt-image-1', { painter: 'gpt-image-2' }],
        },
      ],
    });
    try {
      const { text } = await named.get('/v1/models');
      const ids = (JSON.parse(text) as { data: readonly Listed[] }).data.map(({ id }) => id);
      expect(ids).toEqual(['gpt-image-1', 'painter']);
    } finally {
      await named.close();
    }
  });
});

describe('GET /v1/images/models', () => {
  it('says of every drawing model what it does with each parameter of the tool', async () => {
    const models = await list<ListedImageModel>('/v1/images/models');
    const parameters = [
      ...['background', 'input_fidelity', 'input_image_mask', 'moderation', 'output_compression'],
      ...['output_format', 'partial_images', 'quality', 'size', 'watermark'],
    ];
    for (const model of models) {
      expect(Object.keys(model.parameters)).toEqual(expect.arrayContaining(parameters));
      for (const { support } of Object.values(model.parameters)) {
        expect(['native', 'emulated', 'hinted', 'impossible']).toContain(support);
      }
    }
    expect(models.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.values(DRAWING_MODELS)));
  });

  it('tells prices with their source', async () => {
    const models = await list<ListedImageModel>('/v1/images/models');
    const prices = models.flatMap(({ prices }) => prices ?? []);
    expect(prices.length).toBeGreaterThan(20);
    for (const { usd, source } of prices) {
      expect(usd).toBeGreaterThanOrEqual(0);
      expect(source).not.toBe('');
    }
  });

  it.each(PROVIDER_NAMES)('what it calls impossible on %s is refused in strict mode', async (provider) => {
    const models = await list<ListedImageModel>('/v1/images/models');
    const model = models.find(({ id }) => id === DRAWING_MODELS[provider]);
    const wishes = { moderation: 'low', seed: 7 };
    for (const [name, value] of Object.entries(wishes)) {
      const answer = await house.ask('/v1/chat/completions', {
        model: model?.id,
        messages: [{ role: 'user', content: 'A kite' }],
        tools: [
          { type: 'image_generation', image_generation: { [name]: value, strict: true, size: '256x256' } },
        ],
      });
      expect([name, answer.status]).toEqual([
        name,
        model?.parameters[name]?.support === 'impossible' ? 400 : 200,
      ]);
    }
  });
});

describe('operations', () => {
  it('GET /health says that it lives, to anyone', async () => {
    const response = await fetch(`${house.gateway.url}/health`);
    expect(await response.json()).toEqual({ status: 'ok', version: '0.0.0-test' });
  });

  it('GET /metrics counts requests, attempts and pictures', async () => {
    readChat(
      await house.ask('/v1/chat/completions', {
        model: 'gpt-image-2',
        messages: [{ role: 'user', content: 'A kite' }],
        size: '256x256',
        modalities: ['image'],
      }),
    );
    const { text } = await house.get('/metrics');
    expect(text).toMatch(/axonhub_requests_total\{dialect="openai-chat",status="200"\} \d/);
    expect(text).toMatch(/axonhub_upstream_attempts_total\{channel="openai",outcome="ok"\} \d/);
    expect(text).toMatch(/axonhub_images_total\{model="gpt-image-2",action="kept"\} [1-9]/);
    expect(text).toMatch(/axonhub_images_total\{model="gpt-image-2",action="edited"\} [1-9]/);
  });
});
