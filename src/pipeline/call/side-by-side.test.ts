import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../contract/error.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { sideBySide } from './side-by-side.ts';

const start: StreamEvent = { type: 'response-start', id: 'a', model: 'm' };
const end = (outputTokens?: number): StreamEvent => ({
  type: 'response-end',
  finish: 'stop',
  ...(outputTokens !== undefined && { usage: { outputTokens } }),
});
const part = (index: number): StreamEvent[] => [
  { type: 'part-start', index, kind: 'text' },
  { type: 'part-end', index },
];

async function* run(...events: readonly (StreamEvent | Error)[]): AsyncGenerator<StreamEvent[]> {
  for (const event of events) {
    await new Promise((resolve) => setImmediate(resolve));
    if (event instanceof Error) throw event;
    yield [event];
  }
}
const merged = async (...runs: readonly (() => AsyncGenerator<StreamEvent[]>)[]) =>
  (await Array.fromAsync(sideBySide(runs, 'n'))).flat();
const types = (events: readonly StreamEvent[]) => events.map(({ type }) => type);

describe('one call', () => {
  it('passes as it is', async () => {
    const events = [start, ...part(0), end(5)];
    expect(await merged(() => run(...events))).toEqual(events);
  });
});

describe('several calls', () => {
  it('begin once, end once, and add up their usage', async () => {
    const events = await merged(
      () => run(start, ...part(0), end(5)),
      () => run(start, ...part(0), end(7)),
    );
    expect(types(events).filter((type) => type === 'response-start')).toHaveLength(1);
    expect(events.at(-1)).toEqual({ type: 'response-end', finish: 'stop', usage: { outputTokens: 12 } });
    expect(types(events).filter((type) => type === 'response-end')).toHaveLength(1);
  });

  it('get part indexes of their own', async () => {
    const events = await merged(
      () => run(start, ...part(0), ...part(1), end()),
      () => run(start, ...part(0), end()),
    );
    const starts = events.flatMap((event) => (event.type === 'part-start' ? [event.index] : []));
    expect(starts.toSorted()).toEqual([0, 1, 2]);
    for (const index of starts) {
      expect(events.filter((event) => 'index' in event && event.index === index)).toHaveLength(2);
    }
  });

  it('run at most four at once', async () => {
    let [running, most] = [0, 0];
    const slow = async function* (): AsyncGenerator<StreamEvent[]> {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      yield [end()];
    };
    await merged(...Array.from({ length: 10 }, () => slow));
    expect(most).toBe(4);
  });

  it('of which some fail answer with the others, and say why', async () => {
    const events = await merged(
      () => run(start, ...part(0), end(5)),
      () => run(start, new GatewayError('rate_limited', 'Too fast.')),
      () => run(start, ...part(0), end(5)),
    );
    expect(events.filter(({ type }) => type === 'part-start')).toHaveLength(2);
    expect(events).toContainEqual({
      type: 'warning',
      warning: { kind: 'adjusted', field: 'n', detail: expect.stringMatching(/^1 of 3 .*Too fast\.$/) },
    });
    expect(events.at(-1)?.type).toBe('response-end');
  });

  it('that all fail fail with the first failure', async () => {
    const first = new GatewayError('content_policy', 'No.');
    await expect(
      merged(
        () => run(first),
        () => run(start, start, start, new GatewayError('upstream_error', 'Broken.')),
      ),
    ).rejects.toBe(first);
  });

  it('that say error in their stream have failed', async () => {
    const error = new GatewayError('upstream_error', 'Broken.');
    await expect(merged(...[1, 2].map(() => () => run(start, { type: 'error', error })))).rejects.toBe(error);
  });

  it('are given up when the reader leaves, also those that wait for room, and no further ones begin', async () => {
    let [begun, ended] = [0, 0];
    const endless = async function* (): AsyncGenerator<StreamEvent[]> {
      begun += 1;
      try {
        yield [start];
        for (;;) yield part(0);
      } finally {
        ended += 1;
      }
    };
    const answer = sideBySide(
      Array.from({ length: 6 }, () => endless),
      'n',
    );
    for await (const _ of answer) break;
    await expect.poll(() => ended).toBe(4);
    expect(begun).toBe(4);
  });
});
