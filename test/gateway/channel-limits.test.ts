import { afterEach, describe, expect, it } from 'vitest';
import type { FakeReply } from '../upstreams/fake.ts';
import { insideAMinute } from './inside-a-minute.ts';
import { JobClient } from './job-client.ts';
import { openTwoChannels, type TwoChannels } from './two-channels.ts';

let both: TwoChannels;
afterEach(() => both.close());

const open = async (...settings: Parameters<typeof openTwoChannels>): Promise<void> => {
  both = await openTwoChannels(...settings);
  // Opening takes a while on a busy machine: it does not count.
  await insideAMinute(12_000);
};

const text = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Good morning' }] };
const picture = (n: number) => ({ model: 'gpt-image-2', prompt: 'A kite', size: '1024x1024', n });

async function ask(body: object = text, path = '/v1/chat/completions') {
  const response = await both.gateway.post(path, body, { 'ah-debug': 'true' });
  const { status, headers } = response;
  const answer = (await response.json()) as { error?: { message: string; code: string } };
  return { status, route: headers.get('ah-route') ?? '', wait: Number(headers.get('retry-after')), answer };
}

const tries = () => [both.first.calls.length, both.second.calls.length];

describe('a channel at its limit of requests', () => {
  it('is passed over, and once all are, the client is told which limits and when to come back', async () => {
    await open({ limits: { requests_per_minute: 2 } });
    const answers = [await ask(), await ask(), await ask(), await ask(), await ask()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
    expect(tries()).toEqual([2, 2]);
    expect(answers[2]?.route).toMatch(
      /^"first";outcome=passed-over;reason="At its limit: 2 requests per minute", "second";/,
    );
    const { answer, wait } = answers[4] as Awaited<ReturnType<typeof ask>>;
    expect(answer.error?.message).toBe(
      'Every channel that serves "gpt-5-mini" is at its limit: "first" (2 requests per minute), "second" (2 requests per minute).',
    );
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('lets in exactly as many as it may of many that come at once', async () => {
    await open({ limits: { requests_per_minute: 7 } });
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask()));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(14);
    expect(tries()).toEqual([7, 7]);
  });
});

describe('a limit of pictures', () => {
  it('holds before they are drawn, and is no matter of text', async () => {
    await open({ limits: { images_per_minute: 3 } });
    const draw = (n: number) => ask(picture(n), '/v1/images/generations');
    expect((await draw(2)).route).toMatch(/^"first";/);
    expect((await draw(2)).route).toMatch(/^"first";outcome=passed-over/);
    expect((await draw(1)).status).toBe(200);
    const refused = await draw(4);
    expect([refused.status, refused.wait]).toEqual([429, 0]);
    expect(refused.answer.error?.message).toContain('4 at once are more than 3 images per minute');
    expect((await ask()).route).toMatch(/^"first";model/);
  });
});

describe('a limit of tokens', () => {
  it('takes what was really used once that is known', async () => {
    await open({ limits: { tokens_per_minute: 2_000 } });
    // Each is expected to take about 1,000 and takes far fewer.
    const answers = [await ask(), await ask(), await ask()];
    expect(answers.map(({ route }) => /^"(\w+)";model/.exec(route)?.[1])).toEqual([
      'first',
      'first',
      'first',
    ]);
    expect((await ask({ ...text, max_completion_tokens: 1_990 })).route).toMatch(
      /^"first";outcome=passed-over/,
    );
  });
});

describe('a limit of calls at once', () => {
  it('passes over a busy channel and gives the place back when the call ends', async () => {
    await open({ limits: { concurrency: 1 } });
    const { promise: free, resolve } = Promise.withResolvers<FakeReply>();
    both.first.next(() => free);
    const slow = ask();
    await expect.poll(() => both.first.calls.length).toBe(1);
    expect((await ask()).route).toMatch(
      /^"first";outcome=passed-over;reason="At its limit: 1 calls at once"/,
    );
    resolve({
      status: 400,
      json: { error: { message: 'No.', type: 'invalid_request_error', code: null, param: null } },
    });
    expect((await slow).status).toBe(400);
    expect((await ask()).route).toMatch(/^"first";model/);
  });

  it('is answered with 429 and a second where nobody else serves the model', async () => {
    await open({ limits: { concurrency: 1 } });
    const { promise: free, resolve } = Promise.withResolvers<FakeReply>();
    for (const fake of [both.first, both.second]) fake.next(() => free);
    const slow = [ask(), ask()];
    await expect.poll(tries).toEqual([1, 1]);
    expect(await ask()).toMatchObject({ status: 429, wait: 1 });
    resolve({
      status: 400,
      json: { error: { message: 'No.', type: 'invalid_request_error', code: null, param: null } },
    });
    await Promise.all(slow);
  });
});

describe('a budget', () => {
  it('closes the channel until its period ends', async () => {
    await open({ budgets: [{ measure: 'requests', per: 'day', limit: 1 }] });
    expect((await ask()).route).toMatch(/^"first";model/);
    expect((await ask()).route).toMatch(/^"first";outcome=passed-over;reason=".*1 requests per day.*"/);
    const refused = await ask();
    expect([refused.status, refused.answer.error?.code]).toEqual([429, 'insufficient_quota']);
    expect(refused.answer.error?.message).toContain('1 requests per day of the channel "first"');
  });

  it('of money takes what was really spent', async () => {
    await open({ budgets: [{ measure: 'cost', per: 'month', limit: 0.00205 }] });
    let spent = 0;
    while (both.second.calls.length === 0 && spent < 200) {
      expect((await ask()).status).toBe(200);
      spent += 1;
    }
    expect(both.second.calls.length).toBe(1);
    expect(spent).toBeGreaterThan(1);
  });
});

it('shows a limit that is reached where the route is explained', async () => {
  await open({ limits: { requests_per_minute: 1 } });
  await ask();
  const response = await fetch(`${both.gateway.url}/v1/routing/explain?model=gpt-5-mini`, {
    headers: { authorization: `Bearer ${both.gateway.key}` },
  });
  const { candidates } = (await response.json()) as { candidates: { channel: string; at_limit?: string }[] };
  expect(candidates.map(({ channel, at_limit }) => [channel, at_limit])).toEqual([
    ['first', '1 requests per minute'],
    ['second', undefined],
  ]);
});

it('is waited for by a job, for which nobody holds a connection open and which lends its place to others', async () => {
  await open(
    { limits: { concurrency: 1 } },
    { channels: [{ name: 'demo', type: 'demo' }], config: { jobs: { concurrency: 1 } } },
  );
  const client = new JobClient(both.gateway.url, both.gateway.key);
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();
  const late = async (): Promise<FakeReply> => {
    await done;
    return { status: 400, json: { error: { message: 'No.', type: 'invalid_request_error' } } };
  };
  both.first.next(late);
  both.second.next(late);
  const held = [ask(), ask()];
  await expect.poll(tries).toEqual([1, 1]);
  expect((await ask()).status).toBe(429);
  const { id } = await client.start('/v1/images/generations', picture(1));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const other = await client.start('/v1/images/generations', { model: 'demo-image', prompt: 'A kite' });
  expect((await client.ended(other.id)).status).toBe('completed');
  expect((await client.view(id)).status).toBe('running');
  finish();
  await Promise.all(held);
  expect(await client.ended(id)).toMatchObject({ status: 'completed', error: null });
}, 40_000);
