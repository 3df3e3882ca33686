import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeReply } from '../upstreams/fake.ts';
import { failing, openTwoChannels, PICTURE, TEXT, type TwoChannels } from './two-channels.ts';

let both: TwoChannels;
// A gateway remembers what failed: every test has its own.
beforeEach(async () => {
  both = await openTwoChannels();
});
afterEach(() => both.close());

const hangUp: FakeReply = { raw: (response) => void response.destroy() };

async function ask(body: object, headers: Record<string, string> = {}) {
  const response = await both.gateway.post('/v1/chat/completions', body, headers);
  return {
    status: response.status,
    text: await response.text(),
    tries: [both.first.calls.length, both.second.calls.length],
  };
}

describe('the next channel is asked', () => {
  it.each([
    ['a failure of the server', failing(500)],
    ['an overloaded server', failing(503)],
    ['a timeout upstream', failing(504)],
    ['a rate limit', failing(429, 'rate_limit_exceeded')],
    ['an exhausted quota', failing(429, 'insufficient_quota')],
    ['credentials that are refused', failing(401, 'invalid_api_key')],
    ['a model that the account lacks', failing(404, 'model_not_found')],
    ['a page in HTML', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad</html>' }],
    ['a success that is no JSON', { body: '<html>Welcome</html>' }],
    ['a connection that breaks', hangUp],
  ] satisfies [string, FakeReply][])('for text after %s', async (_what, reply) => {
    both.first.next(reply);
    const { status, text: body, tries } = await ask(TEXT);
    expect(body).toContain('Hello to you.');
    expect(status).toBe(200);
    expect(tries).toEqual([1, 1]);
  });

  it.each([
    ['a rate limit', failing(429, 'rate_limit_exceeded')],
    ['credentials that are refused', failing(401, 'invalid_api_key')],
    ['a model that the account lacks', failing(404, 'model_not_found')],
  ] satisfies [string, FakeReply][])(
    'for a picture after %s, which surely cost nothing',
    async (_what, reply) => {
      both.first.next(reply);
      const { status, tries } = await ask(PICTURE);
      expect(status).toBe(200);
      expect(tries).toEqual([1, 1]);
    },
  );

  it.each([true, false])('without a trace of the first in the answer (stream: %s)', async (stream) => {
    both.first.next(failing(500));
    const { text: body } = await ask({ ...TEXT, stream });
    expect(body).not.toContain('unwell');
    expect(body.match(/"role":"assistant"/g)).toHaveLength(1);
  });

  it('says in the log which channels were tried', async () => {
    both.first.next(failing(500));
    await ask(TEXT);
    const metrics = await (await fetch(`${both.gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/axonhub_upstream_attempts_total\{channel="first",outcome="upstream_error"\} \d/);
    expect(metrics).toMatch(/axonhub_upstream_attempts_total\{channel="second",outcome="ok"\} \d/);
  });
});

describe('nobody else is asked', () => {
  it.each([
    ['a connection that breaks', hangUp],
    ['a success that is no JSON', { body: 'Welcome' }],
    ['a page of some proxy', { status: 502, body: '<html>Bad gateway</html>' }],
    ['a timeout upstream', failing(504)],
  ] satisfies [string, FakeReply][])(
    'for a picture after %s: it may have been drawn and billed',
    async (_what, reply) => {
      both.first.next(reply);
      const { status, tries } = await ask(PICTURE);
      expect(status).toBeGreaterThanOrEqual(502);
      expect(tries).toEqual([1, 0]);
    },
  );

  it.each([true, false])('unless the client takes that risk (stream: %s)', async (stream) => {
    both.first.next(hangUp);
    const { status, tries } = await ask({ ...PICTURE, stream }, { 'ah-retry-unknown': 'true' });
    expect(status).toBe(200);
    expect(tries).toEqual([1, 1]);
  });

  it('after a refusal of the content', async () => {
    const { status, tries } = await ask({ ...TEXT, messages: [{ role: 'user', content: 'forbidden' }] });
    expect(status).toBe(400);
    expect(tries).toEqual([1, 0]);
  });

  it('after a request that is wrong in itself', async () => {
    both.first.next({
      status: 400,
      json: {
        error: {
          message: 'Bad temperature',
          type: 'invalid_request_error',
          code: 'invalid_value',
          param: 'temperature',
        },
      },
    });
    const { status, tries } = await ask(TEXT);
    expect(status).toBe(400);
    expect(tries).toEqual([1, 0]);
  });

  it('once words have gone out', async () => {
    const chunk = { id: 'x', object: 'chat.completion.chunk', model: 'gpt-5-mini' };
    const choices = [{ index: 0, delta: { role: 'assistant', content: 'Good' }, finish_reason: null }];
    both.first.next({ sse: [`data: ${JSON.stringify({ ...chunk, choices })}\n\n`] });
    const { text: body, tries } = await ask({ ...TEXT, stream: true });
    expect(body).toContain('"error"');
    expect(tries).toEqual([1, 0]);
  });
});

describe('when all channels fail', () => {
  it('the last failure is the answer', async () => {
    both.first.next(failing(500));
    both.second.next(failing(429, 'rate_limit_exceeded', { 'retry-after': '30' }));
    const response = await both.gateway.post('/v1/chat/completions', TEXT);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('30');
    expect(await response.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
  });
});
