import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatJob, userTurn } from '../../../test/contract/jobs.ts';
import { perform } from '../../../test/contract/perform.ts';
import { startAnthropic } from '../../../test/upstreams/anthropic.ts';
import { HIDDEN, signatureOf } from '../../../test/upstreams/anthropic-rules.ts';
import type { Fake } from '../../../test/upstreams/fake.ts';
import type { ChatRequest, Message, ReasoningWish } from '../../contract/request.ts';
import { anthropic } from './index.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startAnthropic();
});
afterAll(() => fake.close());

const upstream = () => ({ baseUrl: `${fake.url}/v1`, key: 'sk-ant-test' });
const ask = (model: string, request: Partial<ChatRequest>) =>
  perform(anthropic, chatJob({ model, request }), upstream());
const sent = () => fake.calls.at(-1)?.json as Record<string, unknown>;

const ADAPTIVE = { type: 'adaptive', display: 'summarized' };

describe('thinking', () => {
  it.each<[string, ReasoningWish, unknown, unknown, number]>([
    ['claude-sonnet-5-5', { effort: 'high' }, ADAPTIVE, { effort: 'high' }, 0],
    ['claude-sonnet-5-5', { show: false }, { type: 'adaptive', display: 'omitted' }, undefined, 0],
    ['claude-opus-5-5', { budgetTokens: 9000 }, ADAPTIVE, { effort: 'medium' }, 1],
    ['claude-opus-4-8', { effort: 'minimal' }, ADAPTIVE, { effort: 'low' }, 1],
    ['claude-opus-4-6', { effort: 'xhigh' }, { type: 'adaptive' }, { effort: 'high' }, 1],
    ['claude-opus-4-6', { budgetTokens: 2000 }, { type: 'enabled', budget_tokens: 2000 }, undefined, 0],
    ['claude-haiku-4-5', { effort: 'low' }, { type: 'enabled', budget_tokens: 4096 }, undefined, 0],
    ['claude-haiku-4-5', { budgetTokens: 99_000 }, { type: 'enabled', budget_tokens: 15_999 }, undefined, 1],
    ['claude-opus-5-5', { effort: 'none' }, undefined, { effort: 'low' }, 1],
    ['claude-sonnet-5-5', { effort: 'none' }, { type: 'between_tools' }, undefined, 0],
    ['claude-opus-5', { effort: 'none' }, { type: 'disabled' }, undefined, 0],
    ['claude-opus-4-8', { effort: 'none' }, undefined, undefined, 0],
  ])('of %s, wished %o, is asked for as %o with %o', async (model, reasoning, thinking, config, warned) => {
    const { warnings } = await ask(model, { reasoning });
    expect([sent().thinking, sent().output_config, warnings.length]).toEqual([thinking, config, warned]);
  });

  it('does not begin where max_tokens leaves no room', async () => {
    const request = { reasoning: { effort: 'low' }, output: { maxTokens: 500 } } as const;
    const { warnings } = await ask('claude-haiku-4-5', request);
    expect([sent().thinking, warnings[0]?.kind]).toEqual([undefined, 'ignored']);
  });

  it('does not begin with a budget behind tool calls that another provider made', async () => {
    const messages: Message[] = [
      userTurn({ type: 'text', text: 'Look' }),
      { role: 'assistant', parts: [{ type: 'tool-call', id: 'a', name: 'ls', arguments: '{}' }] },
      { role: 'tool', parts: [{ type: 'tool-result', id: 'a', parts: [{ type: 'text', text: 'x' }] }] },
    ];
    const { warnings } = await ask('claude-haiku-4-5', { messages, reasoning: { effort: 'low' } });
    expect([sent().thinking, warnings[0]?.field]).toEqual([undefined, 'reasoning']);
  });

  it('rules sampling out, also on models that take it otherwise', async () => {
    const request = { reasoning: { effort: 'low' }, sampling: { temperature: 0.2 } } as const;
    const { warnings } = await ask('claude-haiku-4-5', request);
    expect([sent().temperature, warnings[0]?.field]).toEqual([undefined, 'temperature']);
  });

  it('comes back signed, hidden thoughts too, and goes up again unchanged', async () => {
    const first = userTurn({ type: 'text', text: 'A secret' });
    const { parts } = await ask('claude-opus-5-5', { messages: [first], reasoning: { effort: 'high' } });
    expect(parts.slice(0, 2)).toEqual([
      { type: 'reasoning', text: 'Hm.', signature: signatureOf('Hm.') },
      { type: 'reasoning', text: '', redacted: true, signature: HIDDEN },
    ]);
    const next = userTurn({ type: 'text', text: 'More' });
    await ask('claude-opus-5-5', { messages: [first, { role: 'assistant', parts }, next] });
    expect(sent()).toMatchObject({
      messages: [
        {},
        { content: [{ thinking: 'Hm.', signature: signatureOf('Hm.') }, { data: HIDDEN }, { type: 'text' }] },
        {},
      ],
    });
  });

  it('without a signature is left out of the history', async () => {
    const parts = [
      { type: 'reasoning', text: 'Another model thought this' },
      { type: 'text', text: 'Hi' },
    ] as const;
    const hello = userTurn({ type: 'text', text: 'Hello' });
    await ask('claude-opus-5-5', { messages: [hello, { role: 'assistant', parts }, hello] });
    expect(sent()).toMatchObject({ messages: [{}, { content: [{ type: 'text', text: 'Hi' }] }, {}] });
  });
});
