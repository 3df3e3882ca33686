import { describe, expect, it } from 'vitest';
import { type Answer, eachEvent } from './answer.ts';

async function* batches(...all: readonly (readonly number[])[]): AsyncGenerator<readonly number[]> {
  yield* all;
}

const double = (answer: Answer<number>): Answer<number> =>
  eachEvent(answer, (event, pass) => {
    pass(event);
    pass(event);
  });

const failAt = (at: number, answer: Answer<number>): Answer<number> =>
  eachEvent(answer, (event, pass) => {
    if (event === at) throw new RangeError(`no ${at}`);
    pass(event);
  });

/** The batches that came, and the failure they ended with. */
async function read(answer: Answer<number>): Promise<{ came: readonly number[][]; failure?: string }> {
  const came: number[][] = [];
  try {
    for await (const batch of answer) came.push([...batch]);
  } catch (error) {
    return { came, failure: (error as Error).message };
  }
  return { came };
}

describe('steps of an answer', () => {
  it('keep what came together together, and leave out empty batches', async () => {
    const odd = eachEvent<number, number>(batches([1, 2], [4], [5]), (event, pass) => {
      if (event % 2 === 1) pass(event);
    });
    expect(await read(double(odd))).toEqual({
      came: [
        [1, 1],
        [5, 5],
      ],
    });
  });

  it('pass on what came before the failure of a later step', async () => {
    expect(await read(failAt(2, double(batches([1, 2, 3]))))).toEqual({ came: [[1, 1]], failure: 'no 2' });
  });

  it('pass on what came before the failure of an earlier step', async () => {
    expect(await read(double(failAt(2, batches([1, 2, 3]))))).toEqual({ came: [[1, 1]], failure: 'no 2' });
  });

  it('fail with what fails first', async () => {
    expect(await read(failAt(1, failAt(2, batches([1, 2]))))).toEqual({ came: [], failure: 'no 1' });
    expect(await read(failAt(2, failAt(1, batches([1, 2]))))).toEqual({ came: [], failure: 'no 1' });
  });

  it('pass on what a step put out before it failed', async () => {
    const late = eachEvent<number, number>(batches([1]), (event, pass) => {
      pass(event);
      throw new RangeError('late');
    });
    expect(await read(double(late))).toEqual({ came: [[1, 1]], failure: 'late' });
  });

  it('let the source go when nobody wants more', async () => {
    let isReleased = false;
    async function* source() {
      try {
        yield [1];
        yield [2];
      } finally {
        isReleased = true;
      }
    }
    for await (const _ of double(double(source()))) break;
    expect(isReleased).toBe(true);
  });
});
