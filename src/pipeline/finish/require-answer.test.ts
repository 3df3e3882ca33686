import { describe, expect, it } from 'vitest';
import type { StreamEvent, Usage } from '../../contract/response.ts';
import type { Answer } from '../answer.ts';
import { requireAnswer } from './require-answer.ts';

async function* answer(usage: Usage | undefined, ...parts: StreamEvent[]): AsyncGenerator<StreamEvent[]> {
  yield [{ type: 'response-start', id: 'x', model: 'm' }, ...parts];
  yield [{ type: 'response-end', finish: 'stop', ...(usage && { usage }) }];
}
const read = async (events: Answer<StreamEvent>) => (await Array.fromAsync(requireAnswer(events))).flat();

describe('an answer', () => {
  it('with nothing in it is a failure that another target may not have', async () => {
    await expect(read(answer(undefined))).rejects.toMatchObject({
      code: 'upstream_error',
      facts: { retry: 'next-target' },
    });
    await expect(read(answer({ inputTokens: 7, outputTokens: 0 }))).rejects.toThrow('empty answer');
  });

  it('without words passes where the provider counted output: the model chose to stop', async () => {
    expect(await read(answer({ outputTokens: 2 }))).toHaveLength(2);
  });

  it('with anything in it passes, a tool call without arguments too', async () => {
    expect(await read(answer(undefined, { type: 'part-start', index: 0, kind: 'tool-call' }))).toHaveLength(
      3,
    );
  });

  it('that was cut at its length passes', async () => {
    const cut = (async function* (): AsyncGenerator<StreamEvent[]> {
      yield [{ type: 'response-end', finish: 'length' }];
    })();
    expect(await read(cut)).toHaveLength(1);
  });
});
