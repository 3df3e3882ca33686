import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slowReply } from '../gateway/slow-reply.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { undisturbed } from '../timing/undisturbed.ts';
import { type Fake, startFake } from '../upstreams/fake.ts';
import { type Front, programOf, startNginx } from './front.ts';

const nginx = programOf('nginx');
if (nginx === undefined && process.env.CI) throw new Error('nginx must be installed in CI');

const MODEL = 'gpt-5-mini';
const chat = (stream: boolean) => ({ model: MODEL, stream, messages: [{ role: 'user', content: 'Hello' }] });
const message = { role: 'assistant', content: 'Hello' };
const ANSWER = JSON.stringify({
  id: 'a',
  model: MODEL,
  choices: [{ index: 0, message, finish_reason: 'stop' }],
});

const event = (content: string) =>
  `data: ${JSON.stringify({ id: 'a', model: MODEL, choices: [{ index: 0, delta: { content } }] })}\n\n`;
const EVENTS = `${event('Hello')}data: [DONE]\n\n`;

describe.skipIf(nginx === undefined)(
  'two gateways behind nginx, configured as deploy/nginx/axonhub.conf says',
  () => {
    let upstream: Fake;
    let gateways: readonly [TestGateway, TestGateway];
    let front: Front;
    /** One that gives up after a silence of four seconds, where others do after 60 or 100. */
    let impatient: Front;

    beforeAll(async () => {
      upstream = await startFake(() => ({ body: ANSWER, headers: { 'content-type': 'application/json' } }));
      const file = {
        server: { trusted_proxies: ['127.0.0.1'], keep_alive_seconds: 1, body_limit_mb: 8 },
        channels: [
          { name: 'openai', type: 'openai', base_url: upstream.url, api_key: 'sk', models: [MODEL] },
          { name: 'demo', type: 'demo' },
        ],
      };
      gateways = [await startGateway(file), await startGateway(file)];
      const urls = [gateways[0].url, gateways[1].url] as const;
      front = await startNginx(nginx ?? '', urls);
      impatient = await startNginx(nginx ?? '', urls, {
        'proxy_read_timeout 3600s;': 'proxy_read_timeout 4s;',
      });
    }, 60_000);
    afterAll(async () => {
      await Promise.all([front.close(), impatient.close()]);
      await Promise.all(gateways.map((each) => each.close()));
      await upstream.close();
    });

    const post = (to: Front, path: string, body: object, headers: Record<string, string> = {}) =>
      fetch(`${to.url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${gateways[0].key}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify(body),
      });

    it('passes events on while the provider is still at work', async () => {
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      upstream.next({
        sse: (async function* () {
          yield event('first');
          await held;
          yield event('second');
          yield 'data: [DONE]\n\n';
        })(),
      });
      const reader = (await post(front, '/v1/chat/completions', chat(true))).body?.getReader();
      const first = Buffer.from((await reader?.read())?.value ?? []).toString();
      expect(first).toContain('first');
      expect(first).not.toContain('second');
      release();
      let rest = '';
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
        rest += Buffer.from(part.value).toString();
      expect(rest).toContain('second');
    });

    it('lets large pictures in and out', async () => {
      const prompt = 'A kite. '.repeat(600_000);
      const large = await post(front, '/v1/chat/completions', {
        ...chat(false),
        messages: [{ role: 'user', content: prompt }],
      });
      expect([large.status, await large.text()]).toEqual([200, expect.stringContaining('Hello')]);
      const drawn = await post(front, '/v1/images/generations', {
        model: 'demo-image',
        prompt: 'A kite',
        size: '2048x2048',
      });
      const { data } = (await drawn.json()) as { data: { b64_json: string }[] };
      expect(
        Buffer.from(data[0]?.b64_json ?? '', 'base64')
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');
    });

    it("has what is too large refused by the gateway, in the client's format", async () => {
      const prompt = 'A kite. '.repeat(1_200_000);
      const refused = await post(front, '/v1/images/generations', { model: 'demo-image', prompt });
      expect(refused.status).toBe(413);
      expect(await refused.json()).toMatchObject({ error: { message: expect.any(String) } });
    });

    it('makes links that lead through it', async () => {
      const wish = { model: 'demo-image', prompt: 'A kite', size: '512x512', response_format: 'url' };
      const made = (await (await post(front, '/v1/images/generations', wish)).json()) as {
        data: { url: string }[];
      };
      expect(made.data[0]?.url).toMatch(`${front.url}/v1/files/images/`);
    });

    it('keeps the metrics to itself', async () => {
      expect((await fetch(`${front.url}/metrics`)).status).toBe(404);
      expect((await fetch(`${gateways[0].url}/metrics`)).status).toBe(200);
    });

    it('does not repeat a call whose gateway said nothing in time, and has its clients told', async () => {
      const before = upstream.calls.length;
      const slow = slowReply(ANSWER);
      upstream.next(slow.reply);
      const cut = await post(impatient, '/v1/chat/completions', chat(false));
      slow.answer();
      expect(cut.status).toBe(504);
      await sleep(200);
      expect(upstream.calls.length - before).toBe(1);
    });

    it.each([
      ['a stream', chat(true), {}, () => slowReply(EVENTS, 'text/event-stream')],
      [
        'a whole answer with AH-Keep-Alive',
        chat(false),
        { 'ah-keep-alive': 'true' },
        () => slowReply(ANSWER),
      ],
    ])('keeps %s through a proxy that cuts silent connections', (_what, body, headers, slowly) =>
      undisturbed(500, async () => {
        const slow = slowly();
        upstream.next(slow.reply);
        const answer = post(impatient, '/v1/chat/completions', body, headers);
        await slow.asked;
        await sleep(4_500);
        slow.answer();
        const got = await (await answer).text();
        expect(got).toContain('Hello');
      }),
    );

    it('goes on while one gateway is gone', async () => {
      await gateways[1].close();
      for (let call = 0; call < 6; call += 1) {
        const answer = await post(front, '/v1/chat/completions', chat(false));
        expect(answer.status).toBe(200);
      }
      gateways = [gateways[0], { ...gateways[1], close: async () => {} }];
    });
  },
);
