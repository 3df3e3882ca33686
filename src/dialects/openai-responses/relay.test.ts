import { describe, expect, it } from 'vitest';
import type { GatewayError } from '../../contract/error.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { sealMark } from './marks.ts';
import { relay } from './relay.ts';

const user = { role: 'user', content: 'Hi' };

describe('a request that goes on to OpenAI as it is', () => {
  it.each<[string, TreeObject, boolean]>([
    ['of a client that keeps its history itself', { store: false, input: [user] }, true],
    ['whose input is a string', { store: false, input: 'Hi' }, true],
    ['that is to be kept here', { input: [user] }, false],
    ['that continues what is kept here', { store: false, previous_response_id: 'resp_1', input: [] }, false],
    ['that names an item kept here', { store: false, input: [{ type: 'item_reference', id: 'x' }] }, false],
    [
      'that names a picture kept here',
      { store: false, input: [{ type: 'image_generation_call', id: 'ig_1', result: null }] },
      false,
    ],
    [
      'that carries a mark of ours',
      { store: false, input: [{ type: 'reasoning', summary: [], encrypted_content: sealMark('x') }] },
      false,
    ],
    [
      'that carries thoughts which nobody sealed',
      { store: false, input: [{ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: null }] },
      false,
    ],
    [
      'that carries sealed thoughts',
      { store: false, input: [{ type: 'reasoning', summary: [], encrypted_content: 'gAAAAA' }] },
      true,
    ],
  ])('is one %s: %j → %s', (_, body, allowed) => {
    expect(relay.allows?.(body)).toBe(allowed);
  });

  it('has nothing but its model changed', () => {
    const body = { model: 'alias', input: [user], unheard_of: 1 };
    expect(relay.patch(body, 'gpt-5-mini')).toEqual({ ...body, model: 'gpt-5-mini' });
  });
});

const usage = { input_tokens: 3, output_tokens: 4, output_tokens_details: { reasoning_tokens: 2 } };
const error = { code: 'rate_limit_exceeded', message: 'Slow down, org-123' };

function failure(action: () => unknown): GatewayError | undefined {
  try {
    action();
  } catch (thrown) {
    return thrown as GatewayError;
  }
  return undefined;
}

describe('an answer that passes', () => {
  it('says its usage', () => {
    const counted = { inputTokens: 3, outputTokens: 4, reasoningTokens: 2 };
    expect(relay.observeReply({ status: 'completed', error: null, usage })).toEqual(counted);
    const observer = relay.observeStream();
    observer.push({ data: { type: 'response.created', response: { usage: null } } });
    expect(observer.ended).toBe(false);
    observer.push({ data: { type: 'response.completed', response: { usage } } });
    expect(observer.usage).toEqual(counted);
    expect(observer.ended).toBe(true);
  });

  it('is a failure where it says so in a 200, and the next target may do better', () => {
    expect(failure(() => relay.observeReply({ status: 'failed', error }))).toMatchObject({
      code: 'rate_limited',
      facts: { retry: 'next-target' },
    });
    const prompt = { code: 'invalid_prompt', message: 'No' };
    expect(failure(() => relay.observeReply({ error: prompt }))?.code).toBe('content_policy');
    for (const data of [
      { type: 'response.failed', response: { status: 'failed', error } },
      { type: 'error', ...error },
    ]) {
      expect(failure(() => relay.observeStream().push({ data }))?.code).toBe('rate_limited');
    }
  });

  it('that fails after its first words is passed on with its failure', () => {
    const observer = relay.observeStream();
    observer.push({ data: { type: 'response.output_item.added', item: {} } });
    observer.push({ data: { type: 'response.failed', response: { status: 'failed', error } } });
    expect(observer.ended).toBe(true);
  });

  it('keeps what the provider said of its account to itself', () => {
    expect(failure(() => relay.observeReply({ status: 'failed', error }))?.message).not.toContain('org-123');
  });
});
