import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../contract/response.ts';
import { collect } from '../../contract/stream.ts';
import { onlyPictures } from './only-pictures.ts';

const part = { type: 'media', media: { from: 'url', url: 'http://x' } } as const;
const say = (index: number, kind: 'text' | 'reasoning', ...texts: string[]): StreamEvent[] => [
  { type: 'part-start', index, kind },
  ...texts.map((text) => ({ type: 'text-delta', index, text }) as const),
  { type: 'part-end', index },
];
const draw = (index: number): StreamEvent[] => [
  { type: 'part-start', index, kind: 'media' },
  { type: 'media-partial', index, preview: 0, part },
  { type: 'media-end', index, part },
  { type: 'part-end', index },
];
const START: StreamEvent = { type: 'response-start', id: '1', model: 'm' };
const END: StreamEvent = { type: 'response-end', finish: 'stop' };

async function left(...batches: StreamEvent[][]): Promise<StreamEvent[]> {
  async function* given() {
    yield* batches;
  }
  return (await Array.fromAsync(onlyPictures(given(), 'modalities'))).flat();
}

describe('an answer that is to hold pictures alone', () => {
  it('loses its words, with a warning, and keeps pictures, previews and thoughts', async () => {
    const events = await left(
      [START, ...say(0, 'reasoning', 'A kite'), ...say(1, 'text', 'Here ', 'it is.')],
      [...draw(2), ...say(3, 'text', 'Anything else?'), END],
    );
    expect(collect(events).parts.map(({ type }) => type)).toEqual(['reasoning', 'media']);
    const warnings = events.filter(({ type }) => type === 'warning');
    expect(warnings[0]).toMatchObject({ warning: { kind: 'ignored', field: 'modalities' } });
    expect(events.filter(({ type }) => type === 'media-partial')).toHaveLength(1);
  });

  it('has parts with consecutive indexes', async () => {
    const events = await left([
      START,
      ...say(0, 'text', 'One'),
      ...draw(1),
      ...say(2, 'text', 'Two'),
      ...draw(3),
      END,
    ]);
    const indexes = events.flatMap((event) => (event.type === 'media-end' ? [event.index] : []));
    expect(indexes).toEqual([0, 1]);
  });

  it('needs no warning for words that say nothing', async () => {
    const events = await left([START, ...say(0, 'text', '', ' \n'), ...draw(1), END]);
    expect(events.some(({ type }) => type === 'warning')).toBe(false);
  });
});
