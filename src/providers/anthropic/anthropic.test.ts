import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatJobOptions, chatJob, picturePart, userTurn } from '../../../test/contract/jobs.ts';
import { perform, performStream } from '../../../test/contract/perform.ts';
import { startAnthropic } from '../../../test/upstreams/anthropic.ts';
import { signatureOf } from '../../../test/upstreams/anthropic-rules.ts';
import type { Fake } from '../../../test/upstreams/fake.ts';
import { makePicture } from '../../../test/upstreams/picture.ts';
import { collect } from '../../contract/stream.ts';
import { decodeError } from './errors.ts';
import { anthropic } from './index.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startAnthropic();
});
afterAll(() => fake.close());

const upstream = () => ({ baseUrl: `${fake.url}/v1`, key: 'sk-ant-test' });
const ask = (options: ChatJobOptions = {}) =>
  perform(anthropic, chatJob({ model: 'claude-sonnet-5-5', ...options }), upstream());
const sent = () => fake.calls.at(-1);
const text = (value: string) => ({ type: 'text', text: value }) as const;

describe('a chat with Claude', () => {
  it('puts system text apart and drawn pictures into the next user turn', async () => {
    const picture = picturePart(await makePicture({ width: 8, height: 8, format: 'jpeg' }));
    const messages = [
      { role: 'system', parts: [text('Be brief.')] },
      userTurn(text('Draw')),
      { role: 'assistant', parts: [picture] },
      userTurn(text('Bluer')),
    ] as const;
    await ask({ messages });
    expect(sent()?.json).toMatchObject({
      system: [{ type: 'text', text: 'Be brief.' }],
      max_tokens: 16000,
      messages: [
        {
          role: 'user',
          content: [
            { text: 'Draw' },
            { type: 'image', source: { media_type: 'image/jpeg' } },
            { text: 'Bluer' },
          ],
        },
      ],
    });
  });

  it('counts what was cached into the input and tells thoughts from text', async () => {
    const { parts, usage } = await ask({ request: { reasoning: { effort: 'high' } } });
    expect(parts).toEqual([
      { type: 'reasoning', text: 'Hm.', signature: signatureOf('Hm.') },
      { type: 'text', text: 'Hello to you.' },
    ]);
    expect(usage).toEqual({
      inputTokens: 28,
      outputTokens: 7,
      cachedInputTokens: 5,
      cacheWriteTokens: 3,
      reasoningTokens: 2,
    });
  });

  it('says the same as a stream', async () => {
    const job = chatJob({ model: 'claude-sonnet-5-5', stream: true });
    expect(collect(await performStream(anthropic, job, upstream()))).toEqual(await ask());
  });

  it('leaves sampling out for models that refuse it, and says so', async () => {
    const { warnings } = await ask({ request: { sampling: { temperature: 0.5, topK: 3, seed: 1 } } });
    expect(warnings.map(({ kind, field }) => `${kind} ${field}`)).toEqual([
      'ignored temperature',
      'ignored top_k',
      'ignored seed',
    ]);
    expect(sent()?.headers['anthropic-version']).toBe('2026-10-21');
  });

  it('speaks the older API version where an older model is to be sampled', async () => {
    const sampling = { temperature: 1.5, topP: 0.5, stop: ['END'] };
    const { warnings } = await ask({ model: 'claude-sonnet-4-6', request: { sampling } });
    expect(sent()?.headers['anthropic-version']).toBe('2023-06-01');
    expect(sent()?.json).toMatchObject({ temperature: 1, stop_sequences: ['END'] });
    expect(warnings.map(({ kind, field }) => `${kind} ${field}`)).toEqual([
      'adjusted temperature',
      'ignored top_p',
    ]);
  });

  it('calls a refusal without a word content_policy, plain and streamed', async () => {
    const options = { model: 'claude-sonnet-5-5', prompt: 'Something forbidden' };
    await expect(ask(options)).rejects.toMatchObject({ code: 'content_policy' });
    const streamed = performStream(anthropic, chatJob({ ...options, stream: true }), upstream());
    await expect(streamed).rejects.toMatchObject({ code: 'content_policy' });
  });

  it('fails a stream that stops early or carries an error', async () => {
    const start = 'event: message_start\ndata: {"type":"message_start","message":{"id":"m"}}\n\n';
    const error =
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Busy"}}\n\n';
    const job = chatJob({ model: 'claude-sonnet-5-5', stream: true });
    fake.next({ sse: [start] });
    await expect(performStream(anthropic, job, upstream())).rejects.toMatchObject({ code: 'upstream_error' });
    fake.next({ sse: [start, error] });
    await expect(performStream(anthropic, job, upstream())).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
  });
});

describe("Anthropic's failures", () => {
  it.each([
    [400, 'invalid_request_error', 'Your credit balance is too low', 'quota_exceeded'],
    [400, 'invalid_request_error', 'Output blocked by content filtering policy', 'content_policy'],
    [400, 'invalid_request_error', 'max_tokens: too big', 'invalid_request'],
    [402, 'billing_error', 'Pay', 'quota_exceeded'],
    [404, 'not_found_error', 'model: claude-0', 'model_not_found'],
    [413, 'request_too_large', 'Too big', 'too_large'],
    [529, 'overloaded_error', 'Busy', 'upstream_unavailable'],
  ])('%i %s "%s" is %s', (status, type, message, code) => {
    expect(decodeError({ status, headers: {}, tree: { type: 'error', error: { type, message } } }).code).toBe(
      code,
    );
  });
});
