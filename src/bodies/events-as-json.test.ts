import { expect, it } from 'vitest';
import { eventsAsJson } from './events-as-json.ts';

const read = async (text: string): Promise<unknown> =>
  JSON.parse((await eventsAsJson(Buffer.from(text))).toString());

it('makes an array of the events of a stream, data that is JSON as JSON', async () => {
  const stream = ': hello\n\nevent: start\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata: [DONE]\n\ndata: {"cut":';
  expect(await read(stream)).toEqual([
    { event: 'start', data: { a: 1 } },
    { data: '[DONE]' },
    { data: '{"cut":' },
  ]);
});

it('is empty without events', async () => {
  expect(await read('')).toEqual([]);
});
