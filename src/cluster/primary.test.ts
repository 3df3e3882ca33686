import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createMemoryShared } from '../storage/memory/shared-state.ts';
import { Primary, type WorkerProcess } from './primary.ts';

/** A worker without a process: says that it has started at once, unless it is told to fail. */
class FakeWorker extends EventEmitter {
  readonly process = { kill: () => this.emit('exit', null, 'SIGKILL') };

  constructor(fails: boolean) {
    super();
    setImmediate(() => {
      if (fails) this.emit('exit', 3, null);
      else this.emit('message', { ask: 1, name: 'started', args: ['Welcome'] });
    });
  }

  send(message: { readonly name?: string }): boolean {
    if (message.name === 'stop') setImmediate(() => this.emit('exit', 0, null));
    return true;
  }
}

interface House {
  readonly primary: Primary;
  readonly forked: { readonly number: number; readonly worker: FakeWorker }[];
  readonly greetings: string[];
  readonly losses: number[];
}

function house(count: number, fails: (start: number) => boolean = () => false): House {
  const forked: House['forked'] = [];
  const greetings: string[] = [];
  const losses: number[] = [];
  const primary = new Primary({
    count,
    fork(number) {
      const worker = new FakeWorker(fails(forked.length + 1));
      forked.push({ number, worker });
      return worker as unknown as WorkerProcess;
    },
    shared: createMemoryShared(),
    onStarted: (greeting) => void greetings.push(greeting),
    onLoss: (number) => void losses.push(number),
    pauses: { firstMs: 1, longestMs: 4 },
  });
  return { primary, forked, greetings, losses };
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
};

it('starts the first worker alone, then the others, and greets once', async () => {
  const { primary, forked, greetings } = house(3);
  const ended = primary.run();
  expect(forked.map(({ number }) => number)).toEqual([1]);
  await until(() => forked.length === 3);
  primary.stop();
  expect(await ended).toBe(0);
  expect(forked.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(greetings).toEqual(['Welcome']);
});

it('ends with the exit code of a first worker that cannot start', async () => {
  const { primary, forked } = house(2, () => true);
  expect(await primary.run()).toBe(3);
  expect(forked).toHaveLength(1);
});

it('gives the place of a worker that ends to another, again and again', async () => {
  const { primary, forked, losses, greetings } = house(2, (start) => start === 3 || start === 4);
  const ended = primary.run();
  await until(() => forked.length === 2);
  forked[0]?.worker.emit('exit', 1, null);
  await until(() => forked.length === 5);
  primary.stop();
  expect(await ended).toBe(0);
  expect(forked.map(({ number }) => number)).toEqual([1, 2, 1, 1, 1]);
  expect(losses).toEqual([1, 1, 1]);
  expect(greetings).toEqual(['Welcome']);
});

it('a second call to stop ends workers that do not end', async () => {
  const { primary, forked } = house(2);
  const ended = primary.run();
  await until(() => forked.length === 2);
  for (const { worker } of forked) worker.send = () => true;
  primary.stop();
  primary.stop();
  expect(await ended).toBe(0);
});
