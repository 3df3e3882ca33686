import { describe, expect, it, vi } from 'vitest';
import type { Frame } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Fold } from '../contract/fold.ts';
import type { StreamEvent } from '../contract/response.ts';
import { EarlyFailure, encodeEvents } from './encode-events.ts';

/** Says the type of each event but the start. */
const fold = (): Fold<StreamEvent, Frame> => ({
  push: (event) => (event.type === 'response-start' ? [] : [{ data: event.type }]),
  end: () => [{ done: true }],
});
const start: StreamEvent = { type: 'response-start', id: 'a', model: 'm' };
const word: StreamEvent = { type: 'text-delta', index: 0, text: 'Hi' };
const broken = new GatewayError('upstream_error', 'It broke.');

async function* events(...given: readonly (StreamEvent | Error)[]): AsyncGenerator<StreamEvent[]> {
  for (const event of given) {
    if (event instanceof Error) throw event;
    yield [event];
  }
}

describe('an answer in frames', () => {
  it('ends well and is settled once', async () => {
    const settle = vi.fn();
    const frames = await Array.fromAsync(encodeEvents(events(start, word), fold(), settle));
    expect(frames.flat()).toEqual([{ data: 'text-delta' }, { done: true }]);
    expect(settle.mock.calls).toEqual([[undefined]]);
  });

  it('that fails before its first frame is a plain failure', async () => {
    const settle = vi.fn();
    const frames = Array.fromAsync(encodeEvents(events(start, broken), fold(), settle));
    await expect(frames).rejects.toThrow(EarlyFailure);
    await expect(frames).rejects.toMatchObject({ error: broken });
    expect(settle.mock.calls).toEqual([[broken]]);
  });

  it('that fails later says so in-band', async () => {
    const settle = vi.fn();
    const frames = await Array.fromAsync(encodeEvents(events(start, word, broken), fold(), settle));
    expect(frames.flat()).toEqual([{ data: 'text-delta' }, { data: 'error' }]);
    expect(settle.mock.calls).toEqual([[broken]]);
  });

  it('that nobody reads to its end is settled as such', async () => {
    const settle = vi.fn();
    for await (const _frame of encodeEvents(events(start, word, word), fold(), settle)) break;
    expect(settle).toHaveBeenCalledOnce();
    expect(settle.mock.calls[0]?.[0]).toMatchObject({ code: 'client_closed' });
  });

  it('passes relayed bytes on as they are', async () => {
    const bytes = Buffer.from('data: {}\n\n');
    async function* relayed() {
      yield [{ type: 'relayed' as const, bytes }];
      yield [{ type: 'response-end' as const, finish: 'stop' as const }];
    }
    expect(await Array.fromAsync(encodeEvents(relayed(), fold(), () => undefined))).toEqual([[bytes]]);
  });
});
