import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setUpOwner } from '../admin/admin-client.ts';
import { swiftly } from '../timing/swiftly.ts';
import type { FakeReply } from '../upstreams/fake.ts';
import { failing, openTwoChannels, PICTURE, TEXT, type TwoChannels } from './two-channels.ts';

let both: TwoChannels;
beforeEach(async () => {
  both = await openTwoChannels();
});
afterEach(() => both.close());

async function ask(body: object, headers: Record<string, string> = {}) {
  const before = [both.first.calls.length, both.second.calls.length] as const;
  const response = await both.gateway.post('/v1/chat/completions', body, { 'ah-debug': 'true', ...headers });
  return {
    status: response.status,
    text: await response.text(),
    route: response.headers.get('ah-route'),
    tries: [both.first.calls.length - before[0], both.second.calls.length - before[1]],
  };
}

async function explain(query: string) {
  const response = await fetch(`${both.gateway.url}/v1/routing/explain${query}`, {
    headers: { authorization: `Bearer ${both.gateway.key}` },
  });
  return { status: response.status, body: await response.json() };
}

describe('a channel that cannot serve', () => {
  it.each([
    ['its credentials were refused', failing(401, 'invalid_api_key')],
    ['its quota is exhausted', failing(429, 'insufficient_quota')],
    ['it asked for time', failing(429, 'rate_limit_exceeded', { 'retry-after': '60' })],
  ] satisfies [string, FakeReply][])('is not asked first again after %s', async (_what, reply) => {
    both.first.next(reply);
    expect((await ask(TEXT)).tries).toEqual([1, 1]);
    expect((await ask(TEXT)).tries).toEqual([0, 1]);
  });

  it('is not asked first again after three failures in a row', async () => {
    const tries: number[][] = [];
    for (let round = 0; round < 4; round += 1) {
      both.first.next(failing(500));
      tries.push((await ask(TEXT)).tries);
    }
    expect(tries).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [0, 1],
    ]);
  });

  it('is still asked for its other models', async () => {
    both.first.next(failing(404, 'model_not_found'));
    await ask(TEXT);
    expect((await ask({ ...TEXT, model: 'gpt-5' })).tries).toEqual([1, 0]);
  });

  it('is still asked when nobody else can', async () => {
    both.first.next(failing(401, 'invalid_api_key'));
    both.second.next(failing(401, 'invalid_api_key'));
    expect((await ask(TEXT)).status).toBe(502);
    const { status, tries } = await ask(TEXT);
    expect(status).toBe(200);
    expect(tries).toEqual([1, 0]);
  });

  it('is asked for pictures no more either', async () => {
    both.first.next(failing(401, 'invalid_api_key'));
    expect((await ask(PICTURE)).tries).toEqual([1, 1]);
    expect((await ask(PICTURE)).tries).toEqual([0, 1]);
  });

  it('is asked again as soon as it said, and stays when it answers', async () => {
    const meanwhile = await swiftly(1_150, async (attempt) => {
      if (attempt > 1) await ask(TEXT);
      both.first.next(failing(429, 'rate_limit_exceeded', { 'retry-after-ms': '1200' }));
      expect((await ask(TEXT)).tries).toEqual([1, 1]);
      return ask(TEXT);
    });
    expect(meanwhile.tries).toEqual([0, 1]);
    await sleep(1_250);
    expect((await ask(TEXT)).tries).toEqual([1, 0]);
    expect((await ask(TEXT)).tries).toEqual([1, 0]);
  });
});

describe('a channel stays', () => {
  it.each([
    ['refused contents', { ...TEXT, messages: [{ role: 'user', content: 'forbidden' }] }, undefined],
    ['requests that are wrong in themselves', TEXT, failing(400, 'invalid_value')],
  ] satisfies [string, object, FakeReply | undefined][])('first after %s', async (_what, body, reply) => {
    for (let round = 0; round < 4; round += 1) {
      if (reply) both.first.next(reply);
      expect((await ask(body)).tries).toEqual([1, 0]);
    }
    expect((await ask(TEXT)).tries).toEqual([1, 0]);
  });
});

describe('a short wait', () => {
  it('on the same channel is better than another one', async () => {
    both.first.next(failing(429, 'rate_limit_exceeded', { 'retry-after-ms': '50' }));
    const { status, tries, route } = await ask(TEXT);
    expect(status).toBe(200);
    expect(tries).toEqual([2, 0]);
    expect(route).toMatch(/outcome=rate_limited;status=429;.*, "first";.*outcome=ok/);
  });

  it('is given twice at most', async () => {
    const busy = failing(503, 'server_error', { 'retry-after-ms': '20' });
    for (let round = 0; round < 3; round += 1) both.first.next(busy);
    expect((await ask(TEXT)).tries).toEqual([3, 1]);
  });
});

describe('an answer that is none', () => {
  it.each([true, false])('sends the request on (stream: %s)', async (stream) => {
    both.first.next(stream ? { sse: [] } : { json: EMPTY });
    const { status, text: body, tries } = await ask({ ...TEXT, stream });
    expect(status).toBe(200);
    expect(body).toContain('you.');
    expect(tries).toEqual([1, 1]);
  });
});

const EMPTY = {
  id: 'x',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-5-mini',
  choices: [],
};

describe('AH-Route', () => {
  it('tells every attempt with its parts', async () => {
    both.first.next(failing(500));
    const { route } = await ask(TEXT);
    expect(route).toMatch(
      /^"first";model="gpt-5-mini";health=closed;score=[\d.]+;affinity=0\.0;errors=0\.0;latency=0\.0;load=0\.0;weight=0\.\d+;outcome=upstream_error;status=500;ms=\d+, "second";.*outcome=ok;ms=\d+$/,
    );
  });

  it('is on errors too', async () => {
    both.first.next(failing(500));
    both.second.next(failing(500));
    const { status, route } = await ask(TEXT);
    expect(status).toBe(502);
    expect(route?.match(/outcome=upstream_error/g)).toHaveLength(2);
  });

  it('tells with a stream who is answering', async () => {
    both.first.next(failing(500));
    const { route } = await ask({ ...TEXT, stream: true });
    expect(route).toMatch(/^"first".*outcome=upstream_error.*, "second".*outcome=answering$/);
  });

  it('is only for those who ask and have a key', async () => {
    expect((await ask(TEXT, { 'ah-debug': 'false' })).route).toBeNull();
    expect((await ask(TEXT, { authorization: 'Bearer ah-nobody' })).route).toBeNull();
  });
});

describe('the request log', () => {
  it('keeps the score of every attempt with its parts', async () => {
    both.first.next(failing(500));
    await ask(TEXT);
    const database = new DatabaseSync(join(both.gateway.dataDir, 'axonhub.db'), { readOnly: true });
    const rows = await vi.waitFor(() => {
      const found = database.prepare('select * from executions order by position').all();
      if (found.length === 0) throw new Error('not written yet');
      return found;
    }, 15_000);
    database.close();
    const score = { health: 'closed', parts: { affinity: 0, errors: 0, latency: 0, load: 0 } };
    const executions = rows.map((row) => ({ ...row, score: JSON.parse(String(row.score)) }));
    expect(executions).toMatchObject([
      { channel: 'first', error_code: 'upstream_error', score },
      { channel: 'second', score },
    ]);
  });
});

describe('GET /v1/routing/explain', () => {
  it('lists the candidates in their order with health and parts', async () => {
    both.first.next(failing(401, 'invalid_api_key'));
    await ask(TEXT);
    const { body } = await explain('?model=gpt-5-mini');
    expect(body).toMatchObject({
      strategy: 'adaptive',
      candidates: [
        { channel: 'second', upstream_model: 'gpt-5-mini', health: 'closed', parts: { errors: 0 } },
        { channel: 'first', health: 'open', priority: 1 },
      ],
      others: [],
    });
  });

  it('says why the others do not serve a model', async () => {
    const { body } = await explain('?model=unheard-of');
    expect(body).toMatchObject({ candidates: [], others: [{ channel: 'first' }, { channel: 'second' }] });
    expect(JSON.stringify(body)).toContain('does not know this name');
  });

  it('tells neither addresses nor keys', async () => {
    const { body } = await explain('?model=gpt-5-mini');
    expect(JSON.stringify(body)).not.toMatch(/https?:|127\.0\.0\.1|sk-test/);
  });

  it('tells a key that may not see channels only whether the model is served', async () => {
    const owner = await setUpOwner(both.gateway.url);
    const { body } = await owner.post('/projects/default/keys', { name: 'plain' });
    const ask = async (model: string) => {
      const url = `${both.gateway.url}/v1/routing/explain?model=${model}`;
      return (await fetch(url, { headers: { authorization: `Bearer ${body.key}` } })).json();
    };
    const served = await ask('gpt-5-mini');
    expect(served).toMatchObject({ model: 'gpt-5-mini', resolved: 'gpt-5-mini', served: true });
    expect(JSON.stringify(served)).not.toMatch(/first|second|openai/);
    expect(await ask('unheard-of')).toMatchObject({ served: false });
  });

  it('wants a model and a key', async () => {
    expect((await explain('')).status).toBe(400);
    const stranger = await fetch(`${both.gateway.url}/v1/routing/explain?model=gpt-5-mini`);
    expect(stranger.status).toBe(401);
  });
});
