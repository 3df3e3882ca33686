import { describe, expect, it } from 'vitest';
import type { TreeObject } from '../../contract/tree.ts';
import { markBlock } from './part-marks.ts';
import { relay } from './relay.ts';

const failure = { type: 'error', error: { type: 'overloaded_error', message: 'Busy at host-17' } };
const START = {
  type: 'message_start',
  message: { usage: { input_tokens: 20, cache_read_input_tokens: 5, output_tokens: 1 } },
};

function observe(...events: readonly TreeObject[]) {
  const observer = relay.observeStream();
  for (const data of events) observer.push({ data });
  return observer;
}

describe('relaying', () => {
  it("changes nothing but the model's name, a missing limit and the gateway's own member", () => {
    const body = { model: 'a', messages: [], future_field: { x: 1 }, modalities: ['text'] };
    expect(relay.patch(body, 'b')).toEqual({
      model: 'b',
      messages: [],
      future_field: { x: 1 },
      max_tokens: 16_000,
    });
  });

  it.each([
    [{ type: 'thinking', thinking: 'x', signature: 'real' }, true],
    [{ type: 'thinking', thinking: 'x', signature: '' }, false],
    [{ type: 'thinking', thinking: 'x' }, false],
    [markBlock('of another provider'), false],
    [{ type: 'redacted_thinking', data: 'real' }, true],
  ])('of history with %o is allowed: %s', (block, allowed) => {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: [block] },
    ];
    expect(relay.allows?.({ messages })).toBe(allowed);
  });

  it('sends the version and the betas that the client asked for', () => {
    expect(
      relay.headers?.({ 'anthropic-version': '2026-10-21', 'anthropic-beta': 'x', cookie: 'c' }),
    ).toEqual({
      'anthropic-version': '2026-10-21',
      'anthropic-beta': 'x',
    });
    expect(relay.headers?.({})).toEqual({ 'anthropic-version': '2023-06-01' });
  });

  it('adds up the usage of a stream from its start and its end', () => {
    const observer = observe(
      START,
      { type: 'message_delta', usage: { input_tokens: null, output_tokens: 9 } },
      { type: 'message_stop' },
    );
    expect(observer.usage).toEqual({ inputTokens: 25, cachedInputTokens: 5, outputTokens: 9 });
    expect(observer.ended).toBe(true);
  });

  it('refuses a failure in disguise, without its words, and lets one pass that comes amid an answer', () => {
    expect(() => relay.observeReply(failure)).toThrow('The provider failed to answer.');
    expect(() => observe(START, failure)).toThrow('The provider failed to answer.');
    const amid = observe(START, { type: 'content_block_start', index: 0 }, failure);
    expect(amid.ended).toBe(false);
  });
});
