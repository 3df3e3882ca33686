import { expect, it } from 'vitest';
import { channelPair } from '../../test/contract/channel-pair.ts';
import { Line } from './line.ts';

interface Greeter {
  greet(name: string): Promise<string>;
  fail(): Promise<void>;
  ponder(): Promise<void>;
}

const greeter: Greeter = {
  greet: async (name) => `Hello ${name}`,
  fail: async () => {
    throw new Error('no');
  },
  ponder: () => new Promise(() => {}),
};

it('answers questions side by side, each with its own answer', async () => {
  const [one, two] = channelPair();
  new Line(two, greeter);
  const line = new Line<Greeter>(one, {});
  expect(await Promise.all([line.ask('greet', 'Ada'), line.ask('greet', 'Bob')])).toEqual([
    'Hello Ada',
    'Hello Bob',
  ]);
});

it('a failure of the other side fails the question', async () => {
  const [one, two] = channelPair();
  new Line(two, greeter);
  await expect(new Line<Greeter>(one, {}).ask('fail')).rejects.toMatchObject({ code: 'overloaded' });
});

it('questions fail once the other side has gone, those that were asked before too', async () => {
  const [one] = channelPair();
  const line = new Line<Greeter>(one, {});
  const asked = line.ask('ponder');
  one.emit('disconnect');
  await expect(asked).rejects.toMatchObject({ code: 'overloaded' });
  await expect(line.ask('ponder')).rejects.toMatchObject({ code: 'overloaded' });
});
