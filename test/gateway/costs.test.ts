import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type House, openHouse } from './house.ts';
import { eventually } from './kept-pictures.ts';
import { openTwoChannels } from './two-channels.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

interface Told {
  readonly usage?: { readonly cost?: number };
  readonly axonhub: { readonly cost?: { readonly usd: number | null; readonly basis?: string } };
}

const told = ({ text }: Pick<Answer, 'text'>): Told => JSON.parse(text) as Told;
const chat = (model: string, more: object = {}) => ({
  model,
  messages: [{ role: 'user', content: 'A red kite' }],
  ...more,
});
const drawing = { modalities: ['image', 'text'] };

/** What the log says of a request. */
async function logged(dataDir: string, requestId: string | null) {
  const database = new DatabaseSync(join(dataDir, 'axonhub.db'), { readOnly: true });
  let row: unknown;
  await eventually(() => {
    row = database.prepare('select * from requests where id = ?').get(requestId);
    return row !== undefined;
  });
  const ofAttempts =
    'select channel, error_code, cost_nano_usd from executions where request_id = ? order by position';
  const executions = database.prepare(ofAttempts).all(requestId);
  database.close();
  return { ...(row as { cost_nano_usd: number | null; cost: string | null }), executions };
}

describe('what an exchange cost', () => {
  it('stands in the header, in usage, in axonhub and in the log', async () => {
    const answer = await house.ask('/v1/images/generations', { model: 'gpt-image-2', prompt: 'A red kite' });
    // 3 words in at 5, 1056 tokens of a picture out at 30 dollars a million.
    const usd = 0.031695;
    expect(answer.headers.get('ah-cost')).toBe('0.031695');
    expect(told(answer)).toMatchObject({ usage: { cost: usd }, axonhub: { cost: { usd, basis: 'tokens' } } });
    const row = await logged(house.gateway.dataDir, answer.headers.get('ah-request-id'));
    expect(row.cost_nano_usd).toBe(31_695_000);
    expect(JSON.parse(row.cost ?? '')).toEqual({
      usd,
      basis: 'tokens',
      lines: [
        { what: 'input_text', quantity: 3, usd: 0.000015 },
        { what: 'output_image', quantity: 1056, usd: 0.03168 },
      ],
    });
    expect(row.executions).toMatchObject([{ channel: 'openai', cost_nano_usd: 31_695_000 }]);
  });

  it('adds up over the calls that several pictures take', async () => {
    const images = { model: 'doubao-seedream-4-5-251128', prompt: 'A red kite', n: 3 };
    const answer = await house.ask('/v1/images/generations', images);
    expect(told(answer).axonhub.cost).toEqual({ usd: 0.12, basis: 'images', approximate: true });
  });

  it('is what the provider says where it says it', async () => {
    const answer = await house.ask('/v1/chat/completions', chat('google/gemini-3-pro-image', drawing));
    const { usage, axonhub } = told(answer);
    expect(axonhub.cost?.basis).toBe('provider');
    expect(usage?.cost).toBe(axonhub.cost?.usd);
  });

  it('of a text model that let another one draw is the sum of both, each at its own prices', async () => {
    const tools = [{ type: 'image_generation', image_generation: { size: '1024x1024' } }];
    const answer = await house.ask(
      '/v1/chat/completions',
      chat('gpt-5-mini', { tools, tool_choice: 'required' }),
    );
    // gpt-5-mini: 2934 in, 7 cached, 80 out; gpt-image-2: 30 words and 10 tokens of pictures in, 210 out.
    const usd = 0.000733_5 + 0.000000_175 + 0.000_16 + 0.000_15 + 0.000_08 + 0.006_3;
    expect(told(answer).axonhub.cost?.usd).toBeCloseTo(usd, 9);
  });

  it('comes with the end of a stream, where no header can tell it any more', async () => {
    const body = chat('gpt-image-2', { ...drawing, stream: true, stream_options: { include_usage: true } });
    const answer = await house.ask('/v1/chat/completions', body);
    const chunks = answer.text.split('\n\n').flatMap((line) => /^data: (\{.*)/.exec(line)?.[1] ?? []);
    const costs = chunks.flatMap((chunk) => told({ text: chunk }).axonhub?.cost ?? []);
    expect(costs).toMatchObject([{ usd: expect.any(Number), basis: 'tokens' }]);
    expect(told({ text: chunks.at(-1) ?? '' }).usage?.cost).toBe(costs[0]?.usd);
    expect(answer.headers.get('ah-cost')).toBeNull();
  });

  it('is 0 where the model is given away', async () => {
    const answer = await house.ask('/v1/chat/completions', chat('demo-image', drawing));
    expect(answer.headers.get('ah-cost')).toBe('0');
    expect(told(answer).axonhub.cost).toEqual({ usd: 0, basis: 'tokens' });
  });

  it('is counted by channel and model', async () => {
    const before = await metric('axonhub_cost_usd_total{channel="openai",model="gpt-image-2"}');
    await house.ask('/v1/images/generations', { model: 'gpt-image-2', prompt: 'A red kite' });
    const after = await metric('axonhub_cost_usd_total{channel="openai",model="gpt-image-2"}');
    expect(after - before).toBeCloseTo(0.031695, 9);
  });
});

describe('a cost that nobody knows', () => {
  it('is told as unknown with the reason, never as 0', async () => {
    const answer = await house.ask('/v1/chat/completions', chat('gpt-6.1-sol'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('ah-cost')).toBeNull();
    expect(told(answer).usage).not.toHaveProperty('cost');
    const row = await logged(house.gateway.dataDir, answer.headers.get('ah-request-id'));
    expect(row.cost_nano_usd).toBeNull();
    expect(JSON.parse(row.cost ?? '')).toEqual({ unknown: 'No price of this model is known.' });
  });
});

describe('a call that fails', () => {
  const refused = {
    status: 429,
    json: { error: { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded', param: null } },
  };
  const blocked = {
    status: 400,
    json: {
      error: { message: 'No', type: 'image_generation_user_error', code: 'moderation_blocked', param: null },
    },
  };

  it('costs nothing where the provider turned it down at once', async () => {
    const both = await openTwoChannels();
    try {
      both.first.next(refused);
      const response = await both.gateway.post('/v1/chat/completions', chat('gpt-image-2', drawing));
      expect(response.headers.get('ah-cost')).toBe('0.031695');
      const row = await logged(both.gateway.dataDir, response.headers.get('ah-request-id'));
      expect(row.executions).toMatchObject([
        { channel: 'first', error_code: 'rate_limited', cost_nano_usd: 0 },
        { channel: 'second', error_code: null, cost_nano_usd: 31_695_000 },
      ]);
    } finally {
      await both.close();
    }
  });

  it('costs something unknown where the provider may charge for what it filtered', async () => {
    house.fakes.openai.next(blocked);
    const answer = await house.ask('/v1/images/generations', { model: 'gpt-image-2', prompt: 'A red kite' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('ah-cost')).toBeNull();
    const row = await logged(house.gateway.dataDir, answer.headers.get('ah-request-id'));
    expect(row.cost_nano_usd).toBeNull();
  });

  it('leaves a request that reached no provider without any cost', async () => {
    const answer = await house.ask('/v1/chat/completions', chat('nobody'));
    expect(answer.status).toBe(404);
    const row = await logged(house.gateway.dataDir, answer.headers.get('ah-request-id'));
    expect(row).toMatchObject({ cost_nano_usd: null, cost: null });
  });
});

describe('GET /v1/images/models', () => {
  it('estimates the price of a picture where it can be told before', async () => {
    const { text } = await house.get('/v1/images/models');
    const { data } = JSON.parse(text) as {
      data: readonly { id: string; estimates: readonly object[] | null }[];
    };
    const estimates = (id: string) => data.find((model) => model.id === id)?.estimates;
    expect(estimates('gpt-image-2')).toContainEqual({
      variant: 'low 1024x1024',
      usd: 0.006,
      approximate: true,
    });
    expect(estimates('gemini-nano-banana-2.1')).toContainEqual({ upTo: 2_000_000, usd: 0.0336 });
    expect(estimates('black-forest-labs/flux.2-pro')).toEqual([{ variant: '1024x1024', usd: 0.03145728 }]);
    expect(estimates('gpt-5-mini')).toBeNull();
  });
});

async function metric(name: string): Promise<number> {
  const { text } = await house.get('/metrics');
  const line = text.split('\n').find((each) => each.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? 0);
}
