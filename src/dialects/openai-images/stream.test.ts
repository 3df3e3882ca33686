import { describe, expect, it } from 'vitest';
import {
  END,
  imageContext,
  parsed,
  pictureEvents,
  START,
  textEvents,
} from '../../../test/dialects/openai-answers.ts';
import type { Frame } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { ImagesStream } from './stream.ts';

const base64 = (name: string): string => Buffer.from(name).toString('base64');

async function events(given: readonly StreamEvent[], context = imageContext()) {
  const stream = new ImagesStream(context);
  const frames: Frame[] = [...given.flatMap((event) => stream.push(event)), ...stream.end()];
  return Promise.all(
    frames.flatMap((frame) =>
      'data' in frame ? [parsed(frame.data).then((data) => ({ event: frame.event, data }))] : [],
    ),
  );
}

describe('a streamed images answer', () => {
  it('has named events that say their type in the data too', async () => {
    const all = await events([START, ...pictureEvents(0, 'a', 0), END]);
    expect(all.map(({ event }) => event)).toEqual([
      'image_generation.partial_image',
      'image_generation.completed',
    ]);
    for (const { event, data } of all) expect(data.type).toBe(event);
    expect(all[0]?.data).toMatchObject({ b64_json: base64('preview of a'), partial_image_index: 0 });
    expect(all[1]?.data).toMatchObject({ b64_json: base64('a'), size: '64x48', output_format: 'png' });
  });

  it('names edits and variations as edits', async () => {
    for (const task of ['edit', 'variation'] as const) {
      const all = await events([START, ...pictureEvents(0, 'a'), END], imageContext({ task }));
      expect(all.map(({ event }) => event)).toEqual(['image_edit.completed']);
    }
  });

  it('has the usage of all pictures in the last one', async () => {
    const all = await events([START, ...pictureEvents(0, 'a'), ...pictureEvents(1, 'b'), END]);
    expect(all.map(({ data }) => data.b64_json)).toEqual([base64('a'), base64('b')]);
    expect(all[0]?.data).not.toHaveProperty('usage');
    expect(all[1]?.data.usage).toMatchObject({ input_tokens: 3, output_tokens: 5, total_tokens: 8 });
  });

  it('has no words', async () => {
    expect(
      await events([START, ...textEvents(0, 'Here it is.'), ...pictureEvents(1, 'a'), END]),
    ).toHaveLength(1);
  });

  it('delivers what is finished before it tells of a failure', async () => {
    const error = new GatewayError('upstream_error', 'It broke.');
    const all = await events([START, ...pictureEvents(0, 'a'), { type: 'error', error }]);
    expect(all.map(({ event }) => event)).toEqual(['image_generation.completed', 'error']);
    expect(all[1]?.data).toMatchObject({
      type: 'error',
      error: { code: 'upstream_error', message: 'It broke.' },
    });
  });

  it('has links where they were asked for', async () => {
    const all = await events(
      [START, ...pictureEvents(0, 'a'), END],
      imageContext({ wishes: { delivery: 'url' } }),
    );
    expect(all[0]?.data).toMatchObject({ url: 'http://gateway/a' });
    expect(all[0]?.data).not.toHaveProperty('b64_json');
  });
});
