import { describe, expect, it } from 'vitest';
import {
  chatContext,
  dataUrl,
  END,
  parsed,
  pictureEvents,
  START,
  textEvents,
  viaTool,
} from '../../../test/dialects/openai-answers.ts';
import type { Frame } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { ChatStream } from './stream.ts';

interface Chunk {
  readonly choices: readonly {
    readonly delta: Record<string, unknown>;
    readonly finish_reason: string | null;
  }[];
  readonly usage?: object;
  readonly axonhub?: { readonly warnings: readonly object[] };
  readonly error?: object;
}

const frames = (events: readonly StreamEvent[], ...context: Parameters<typeof chatContext>): Frame[] => {
  const stream = new ChatStream(chatContext(...context));
  return [...events.flatMap((event) => stream.push(event)), ...stream.end()];
};
const chunks = (...given: Parameters<typeof frames>): Promise<Chunk[]> =>
  Promise.all(frames(...given).flatMap((frame) => ('data' in frame ? [parsed<Chunk>(frame.data)] : [])));
const deltas = async (...given: Parameters<typeof frames>) =>
  (await chunks(...given)).flatMap(({ choices }) => choices.map(({ delta }) => delta));

const image = (name: string, index: number) => ({
  type: 'image_url',
  image_url: { url: dataUrl(name) },
  index,
});
const twoPictures = [
  START,
  ...textEvents(0, 'Here ', 'it is.'),
  ...pictureEvents(1, 'a'),
  ...pictureEvents(2, 'b'),
  END,
];

describe('a streamed answer', () => {
  it('says role, words, pictures, end, usage and [DONE], each in a chunk of its own', async () => {
    expect(await deltas(twoPictures)).toEqual([
      { role: 'assistant', content: '' },
      { content: 'Here ' },
      { content: 'it is.' },
      { images: [image('a', 0)] },
      { images: [image('b', 1)] },
      {},
    ]);
    const all = frames(twoPictures, {}, { output: { streamUsage: true } });
    expect(all.at(-1)).toEqual({ done: true });
    const [end, usage] = (await chunks(twoPictures, {}, { output: { streamUsage: true } })).slice(-2);
    expect(end?.choices[0]?.finish_reason).toBe('stop');
    expect(usage).toMatchObject({ choices: [], usage: { total_tokens: 8 } });
  });

  it('holds pictures back for accumulators that keep only the last', async () => {
    const grouped = await deltas(twoPictures, { groupStreamed: true });
    expect(grouped.filter(({ images }) => images)).toEqual([{ images: [image('a', 0), image('b', 1)] }]);
  });

  it('lists the calls of the tool once, after the pictures', async () => {
    const kinds = (await deltas(twoPictures, {}, viaTool)).map((delta) => Object.keys(delta).join());
    expect(kinds).toEqual(['role,content', 'content', 'content', 'images', 'images', 'tool_calls', '']);
  });

  it('shows previews under a name of their own', async () => {
    const all = await deltas([START, ...pictureEvents(0, 'a', 0), END]);
    expect(all[1]).toEqual({
      image_previews: [
        { type: 'image_url', image_url: { url: dataUrl('preview of a') }, index: 0, partial_image_index: 0 },
      ],
    });
  });

  it('as markdown reads like the whole answer', async () => {
    const texts = (await deltas(twoPictures, { kind: 'markdown' })).map(({ content }) => content ?? '');
    const picture = (name: string) => `![image](${dataUrl(name)})`;
    expect(texts.join('')).toBe(`Here it is.\n\n${picture('a')}\n\n${picture('b')}`);
    const after = [START, ...pictureEvents(0, 'a'), ...textEvents(1, 'There.'), END];
    const words = (await deltas(after, { kind: 'markdown' })).map(({ content }) => content ?? '');
    expect(words.join('')).toBe(`${picture('a')}\n\nThere.`);
  });

  it('keeps the order of pictures that are drawn side by side', async () => {
    const crossed: StreamEvent[] = [
      START,
      { type: 'part-start', index: 0, kind: 'media' },
      { type: 'part-start', index: 1, kind: 'media' },
      ...pictureEvents(1, 'second').slice(1),
      ...pictureEvents(0, 'first').slice(1),
      END,
    ];
    const lists = (await deltas(crossed)).flatMap(({ images }) => (images ? [images] : []));
    expect(lists).toEqual([[image('second', 1)], [image('first', 0)]]);
    const grouped = (await deltas(crossed, { groupStreamed: true })).flatMap(({ images }) =>
      images ? [images] : [],
    );
    expect(grouped).toEqual([[image('first', 0), image('second', 1)]]);
  });

  it('collects warnings for its last chunk', async () => {
    const warning = { kind: 'ignored' as const, field: 'seed', detail: 'No seed.' };
    const all = await chunks([START, { type: 'warning', warning }, ...textEvents(0, 'Hi'), END]);
    expect(all.at(-1)?.axonhub?.warnings).toEqual([warning]);
  });

  it('tells a failure in-band and ends', async () => {
    const failed: StreamEvent[] = [
      START,
      ...textEvents(0, 'Good'),
      { type: 'error', error: new GatewayError('upstream_error', 'It broke.') },
    ];
    expect((await chunks(failed)).at(-1)).toMatchObject({
      error: { message: 'It broke.', code: 'upstream_error' },
    });
    expect(frames(failed).at(-1)).toEqual({ done: true });
  });
});
