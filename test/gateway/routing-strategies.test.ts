import { afterEach, describe, expect, it } from 'vitest';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startGateway, type TestGateway } from './start.ts';

let gateway: TestGateway;
let fakes: Fake[] = [];
afterEach(async () => {
  await gateway.close();
  await Promise.all(fakes.map((fake) => fake.close()));
});

/** Three channels of one priority, with the weights 2, 1, 1; the last one is switched off. */
async function open(routing?: object): Promise<void> {
  fakes = [await startOpenAi(), await startOpenAi(), await startOpenAi()];
  const channels = fakes.map((fake, index) => ({
    ...{ name: `c${index}`, type: 'openai', base_url: fake.url, api_key: 'sk-test' },
    ...{ weight: index === 0 ? 2 : 1, enabled: index < 2 },
  }));
  gateway = await startGateway({ channels, ...(routing && { routing }) });
}

async function firsts(count: number, headers: Record<string, string> = {}): Promise<string> {
  let served = '';
  for (let round = 0; round < count; round += 1) {
    const body = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hi' }] };
    const response = await gateway.post('/v1/chat/completions', body, { 'ah-debug': 'true', ...headers });
    await response.text();
    served += response.headers.get('ah-route')?.[2] ?? '?';
  }
  return served;
}

describe('the strategy', () => {
  it('failover asks the first channel as long as it serves', async () => {
    await open({ strategy: 'failover' });
    expect(await firsts(4)).toBe('0000');
  });

  it('weighted goes round', async () => {
    await open({ strategy: 'weighted' });
    expect(await firsts(6)).toBe('010010');
  });

  it('adaptive, the default, keeps a trace on one channel', async () => {
    await open();
    for (const trace of ['one', 'two', 'three', 'four']) {
      expect(await firsts(6, { 'ah-trace-id': trace })).toMatch(/^(0+|1+)$/);
    }
  });

  it('is explained together with what is switched off', async () => {
    await open({ strategy: 'weighted' });
    const response = await fetch(`${gateway.url}/v1/routing/explain?model=gpt-5-mini`, {
      headers: { authorization: `Bearer ${gateway.key}` },
    });
    expect(await response.json()).toMatchObject({
      strategy: 'weighted',
      candidates: [{ channel: 'c0', parts: { turn: 2 } }, { channel: 'c1' }],
      others: [{ channel: 'c2', provider: 'openai', reason: 'It is disabled.' }],
    });
  });
});
