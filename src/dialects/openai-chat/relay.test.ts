import { describe, expect, it } from 'vitest';
import type { Frame } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { relay } from './relay.ts';

const failure = (act: () => unknown): GatewayError | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  return undefined;
};

const chunk = (delta: TreeObject, finish_reason: Tree = null, more: TreeObject = {}): Frame => ({
  data: { choices: [{ index: 0, delta, finish_reason }], ...more },
});
const USAGE = { usage: { prompt_tokens: 3, completion_tokens: 5 } };

describe('a body that is passed on', () => {
  it('names the model as the upstream does and keeps everything else', () => {
    const body = { model: 'a', user: 'u', safety_identifier: 's', n: 2, whatever: { deep: [1] } };
    expect(relay.patch(body, 'b')).toEqual({ ...body, model: 'b' });
    expect(relay.patch({ ...body, usage: { include: true } }, 'b')).toEqual({ ...body, model: 'b' });
  });

  it('asks a stream for its usage', () => {
    const stream_options = { include_obfuscation: false };
    expect(relay.patch({ stream: true, stream_options }, 'b')).toMatchObject({
      stream_options: { include_obfuscation: false, include_usage: true },
    });
  });

  it.each<[string, TreeObject]>([
    ['pictures', { images: [{ image_url: { url: 'data:' } }] }],
    ['pictures in content', { content: [{ type: 'image_url', image_url: { url: 'data:' } }] }],
    ['our calls', { tool_calls: [{ type: 'image_generation', id: 'ig_1' }] }],
    ['thinking under both names', { reasoning: 'a', reasoning_content: 'a' }],
    ['our marks', { reasoning_details: [{ type: 'reasoning.encrypted', id: 'text-0@req_1', data: 's' }] }],
    ['details of ours', { reasoning_details: [{ type: 'reasoning.text', text: 'a', format: 'unknown' }] }],
  ])('is not passed on where an answer of ours stands in it with %s', (_what, members) => {
    expect(relay.allows?.({ messages: [{ role: 'assistant', ...members }] })).toBe(false);
  });

  it('is not passed on with pictures in results of tools, which upstreams refuse there', () => {
    const picture = { type: 'image_url', image_url: { url: 'data:' } };
    const turn = (content: Tree) => ({ messages: [{ role: 'tool', tool_call_id: 'c', content }] });
    expect(relay.allows?.(turn([picture]))).toBe(false);
    expect(relay.allows?.(turn([{ type: 'text', text: 'a' }]))).toBe(true);
    expect(relay.allows?.(turn('a'))).toBe(true);
  });

  it('is passed on with the thinking of the upstream itself', () => {
    const detail = { type: 'reasoning.text', text: 'a', format: 'anthropic-claude-v1' };
    const turns = [{ reasoning_content: 'a' }, { reasoning: 'a', reasoning_details: [detail] }];
    const messages = turns.map((members) => ({ role: 'assistant', content: 'Hi', ...members }));
    expect(relay.allows?.({ messages })).toBe(true);
  });
});

describe('an answer that is passed on', () => {
  it('is read for its usage', () => {
    const usage = { prompt_tokens: 3, completion_tokens: 5, prompt_cache_hit_tokens: 2 };
    expect(relay.observeReply({ choices: [{}], usage })).toEqual({
      inputTokens: 3,
      outputTokens: 5,
      cachedInputTokens: 2,
    });
  });

  it.each<[Tree, string]>([
    [{ error: { message: 'x', code: 429 } }, 'rate_limited'],
    [{ error: { type: 'insufficient_quota' } }, 'quota_exceeded'],
    [{ error: { code: 'content_policy_violation' } }, 'content_policy'],
    [{ error: 'oops' }, 'upstream_error'],
    [{ base_resp: { status_code: 1002 } }, 'upstream_error'],
  ])('is a failure when it says so: %j', (tree, code) => {
    expect(failure(() => relay.observeReply(tree))?.code).toBe(code);
  });
});

describe('a stream that is passed on', () => {
  it('is read for its usage and has ended with a reason', () => {
    const observer = relay.observeStream();
    observer.push(chunk({ content: 'Hi' }));
    expect(observer.ended).toBe(false);
    observer.push(chunk({}, 'stop'));
    observer.push({ data: { choices: [], ...USAGE } });
    expect(observer).toMatchObject({ ended: true, usage: { inputTokens: 3, outputTokens: 5 } });
  });

  it('has ended with [DONE] alone', () => {
    const observer = relay.observeStream();
    observer.push(chunk({ content: 'Hi' }));
    observer.push({ done: true });
    expect(observer.ended).toBe(true);
  });

  it('fails where it says so', () => {
    const observer = relay.observeStream();
    expect(failure(() => observer.push({ data: { error: { code: 503 } } }))?.code).toBe(
      'upstream_unavailable',
    );
    expect(failure(() => observer.push(chunk({}, 'error')))?.code).toBe('upstream_error');
  });

  it('hides the usage chunk from a client that did not ask for it', () => {
    const hides = relay.hides?.({ stream: true });
    expect(hides?.({ data: { choices: [], ...USAGE } })).toBe(true);
    expect(hides?.(chunk({ content: 'Hi' }, null, USAGE))).toBe(false);
    expect(hides?.({ done: true })).toBe(false);
  });

  it('hides nothing from a client that did, in either way', () => {
    expect(relay.hides?.({ stream: true, usage: { include: true } })).toBeUndefined();
    expect(relay.hides?.({ stream: true, stream_options: { include_usage: true } })).toBeUndefined();
  });
});
