import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../contract/error.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { collect } from '../../contract/stream.ts';
import { severalChoices } from './choices.ts';

const start: StreamEvent = { type: 'response-start', id: 'a', model: 'm' };
const words = (text: string): StreamEvent[] => [
  { type: 'part-start', index: 0, kind: 'text' },
  { type: 'text-delta', index: 0, text },
  { type: 'part-end', index: 0 },
];
const end = (outputTokens: number, more: object = {}): StreamEvent => ({
  type: 'response-end',
  finish: 'stop',
  usage: { outputTokens },
  ...more,
});

async function* run(...events: readonly (StreamEvent | Error)[]): AsyncGenerator<readonly StreamEvent[]> {
  for (const event of events) {
    await setImmediate();
    if (event instanceof Error) throw event;
    yield [event];
  }
}
const choices = async (...runs: readonly (() => AsyncGenerator<readonly StreamEvent[]>)[]) =>
  (await Array.fromAsync(severalChoices(runs))).flat();

describe('several choices', () => {
  it('are each a whole answer, in the order they were asked for, and share a bill', async () => {
    const events = await choices(
      () => run(start, start, ...words('One.'), end(5)),
      () => run(start, ...words('Two.'), end(7, { finish: 'length', extensions: { gemini: { x: 1 } } })),
    );
    expect(collect(events)).toMatchObject({
      id: 'a',
      parts: [{ text: 'One.' }],
      finish: 'stop',
      others: [{ parts: [{ text: 'Two.' }], finish: 'length', extensions: { gemini: { x: 1 } } }],
      usage: { outputTokens: 12 },
    });
  });

  it('begin and end once', async () => {
    const events = await choices(...[1, 2, 3].map(() => () => run(start, ...words('Hi'), end(1))));
    const count = (type: StreamEvent['type']) => events.filter((event) => event.type === type).length;
    expect([count('response-start'), count('choice-end'), count('response-end')]).toEqual([1, 3, 1]);
    expect(events.at(-1)?.type).toBe('response-end');
  });

  it('fail together with the first that fails, and the others are given up', async () => {
    const error = new GatewayError('rate_limited', 'Too fast.');
    let given = 0;
    const endless = async function* (): AsyncGenerator<readonly StreamEvent[]> {
      yield* run(start, { type: 'part-start', index: 0, kind: 'text' });
      for (; given < 1000; given += 1) yield* run({ type: 'text-delta', index: 0, text: 'on' });
    };
    await expect(choices(endless, () => run(start, error))).rejects.toBe(error);
    await setImmediate();
    await setImmediate();
    const atFailure = given;
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(given).toBe(atFailure);
  });

  it('are none of them empty', async () => {
    const failed = choices(
      () => run(start, ...words('Hi'), end(1)),
      () => run(start, { type: 'response-end', finish: 'stop' }),
    );
    await expect(failed).rejects.toMatchObject({ code: 'upstream_error' });
  });
});
