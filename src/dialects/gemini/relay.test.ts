import { describe, expect, it } from 'vitest';
import type { Tree } from '../../contract/tree.ts';
import { relay } from './relay.ts';

const saying = (text: string, more: { [name: string]: Tree } = {}): Tree => ({
  candidates: [{ content: { parts: [{ text }] }, ...more }],
});
const FAILURE: Tree = { error: { code: 503, status: 'UNAVAILABLE', message: 'overloaded' } };
const USAGE = { promptTokenCount: 6, candidatesTokenCount: 4, thoughtsTokenCount: 2 };

describe('relaying Gemini', () => {
  it('leaves the body alone but for a model that it repeats', () => {
    const body = { contents: [], futureField: 1 };
    expect(relay.patch(body, 'up')).toBe(body);
    expect(relay.patch({ ...body, model: 'models/mine' }, 'up')).toEqual({ ...body, model: 'models/up' });
  });

  it('reads the usage of a whole answer, thoughts included', () => {
    const usage = { inputTokens: 6, outputTokens: 6, reasoningTokens: 2 };
    expect(relay.observeReply({ usageMetadata: USAGE })).toEqual(usage);
  });

  it('finds a failure inside a 200, but lets a refusal through as Google says it', () => {
    const error = expect.objectContaining({ code: 'upstream_unavailable' });
    expect(() => relay.observeReply(FAILURE)).toThrow(error);
    expect(relay.observeReply({ promptFeedback: { blockReason: 'SAFETY' } })).toBeUndefined();
  });

  it('takes the last usage of a stream, and its end from the finish reason', () => {
    const observer = relay.observeStream();
    observer.push({ data: { ...(saying('Hi') as object), usageMetadata: { promptTokenCount: 6 } } });
    expect(observer.ended).toBe(false);
    observer.push({ data: { ...(saying('', { finishReason: 'STOP' }) as object), usageMetadata: USAGE } });
    expect(observer).toMatchObject({ ended: true, usage: { outputTokens: 6 } });
  });

  it('takes a blocked prompt for the end', () => {
    const observer = relay.observeStream();
    observer.push({ data: { promptFeedback: { blockReason: 'SAFETY' } } });
    expect(observer.ended).toBe(true);
  });

  it('fails on an error before anything was said, and lets a later one pass in-band', () => {
    expect(() => relay.observeStream().push({ data: FAILURE })).toThrow();
    const observer = relay.observeStream();
    observer.push({ data: saying('Hi') });
    observer.push({ data: FAILURE });
    expect(observer.ended).toBe(false);
  });
});
