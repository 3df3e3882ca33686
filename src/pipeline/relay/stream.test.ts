import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { TreeObject } from '../../contract/tree.ts';
import { CHOICES_RELAY } from '../../dialects/openai-shared/chat-relay.ts';
import type { UpstreamReply } from '../../egress/upstream.ts';
import { memorySpool } from '../../storage/memory/spool.ts';
import type { Exchange } from '../exchange.ts';
import type { Meter } from '../log/meter.ts';
import type { RelayPlan } from './plan.ts';
import { relayStream } from './stream.ts';

const chunk = (more: TreeObject, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: finish }], ...more })}\n\n`;
const words = Array.from({ length: 20 }, (_, index) => chunk({ usage: null, id: String(index) }));
const usage = 'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}\n\n';
const whole = [...words, chunk({}, 'stop'), usage, 'data: [DONE]\n\n'].join('');

/** What the client gets, and what is known in the end. */
async function relayed(pieces: readonly string[], asked: TreeObject = {}) {
  const passed: string[] = [];
  const meter = { begun: vi.fn(), ended: vi.fn() };
  const hides = CHOICES_RELAY.hides?.(asked);
  const plan = { rules: CHOICES_RELAY, hides } as RelayPlan;
  const body = Object.assign(
    (async function* () {
      for (const piece of pieces) yield Buffer.from(piece);
    })(),
    { cancel: () => {} },
  );
  const reply: UpstreamReply = { status: 200, headers: {}, body };
  const exchange = { spool: memorySpool() } as unknown as Exchange;
  const answer = relayStream(exchange, plan, reply, meter as unknown as Meter);
  let failure: unknown;
  try {
    for await (const event of answer) {
      for (const each of event) if (each.type === 'relayed') passed.push(Buffer.from(each.bytes).toString());
    }
  } catch (error) {
    failure = error;
  }
  return { text: passed.join(''), passed, failure, meter };
}

const ASKS = { stream_options: { include_usage: true } };
const pieces = (text: string, cuts: readonly number[]): string[] => {
  const at = [0, ...cuts.map((cut) => cut % text.length).toSorted((a, b) => a - b), text.length];
  return at.slice(1).map((end, index) => text.slice(at[index], end));
};

describe('a stream that is passed on', () => {
  it('is the same byte for byte and its usage is known, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 10_000 }), { maxLength: 8 }), async (cuts) => {
        const { text, failure, meter } = await relayed(pieces(whole, cuts), ASKS);
        expect(failure).toBeUndefined();
        expect(text).toBe(whole);
        expect(meter.ended.mock.calls).toEqual([[{ inputTokens: 3, outputTokens: 5 }]]);
      }),
    );
  });

  it('lacks the usage that its client did not ask for, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 10_000 }), { maxLength: 8 }), async (cuts) => {
        const { text, meter } = await relayed(pieces(whole, cuts));
        expect(text).toBe(whole.replace(usage, ''));
        expect(meter.ended.mock.calls).toEqual([[{ inputTokens: 3, outputTokens: 5 }]]);
      }),
    );
  });

  it('passes nothing on before the first event is known to be good, comments included', async () => {
    const failing = await relayed([
      ': looking\n\n',
      ': still looking\n\n',
      'data: {"error":{"code":503}}\n\n',
    ]);
    expect(failing).toMatchObject({ text: '', failure: { code: 'upstream_unavailable' } });
    expect(failing.meter.begun).not.toHaveBeenCalled();
    const malformed = await relayed(['data: {"oops\n\n']);
    expect(malformed).toMatchObject({ text: '', failure: { code: 'upstream_error' } });
  });

  it('passes on what was said before a failure in the same piece', async () => {
    const { text, failure } = await relayed([`${words.join('')}data: {"error":{"code":503}}\n\n`]);
    expect(text).toBe(words.join(''));
    expect(failure).toMatchObject({ code: 'upstream_unavailable' });
  });

  it('has failed where it breaks off, also in the middle of an event', async () => {
    for (const text of [words.join(''), `${words.join('')}data: {"choi`]) {
      expect((await relayed([text])).failure).toMatchObject({ code: 'upstream_error' });
    }
  });

  it('goes on in few pieces', async () => {
    expect((await relayed([whole], ASKS)).passed.length).toBeLessThan(8);
  });
});
