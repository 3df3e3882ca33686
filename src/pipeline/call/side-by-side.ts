import { GatewayError } from '../../contract/error.ts';
import type { Warning } from '../../contract/request.ts';
import type { Finish, StreamEvent, Usage } from '../../contract/response.ts';
import { AsyncQueue } from '../../lib/async-queue.ts';
import { type Answer, eachEvent } from '../answer.ts';
import { PartNumbers, type Run, runAll } from './parallel-runs.ts';

type ResponseEnd = Extract<StreamEvent, { type: 'response-end' }>;

/**
 * Runs several calls and makes one answer of theirs: parts in the order they come, usage added up. Where some fail,
 * what the others brought is the answer, with a warning; where all fail, the first failure is the error.
 * @param field the client's name for the number of pictures
 */
export function sideBySide(runs: readonly Run[], field: string): Answer<StreamEvent> {
  const [only] = runs;
  return runs.length === 1 && only ? only() : merged(runs, field);
}

async function* merged(runs: readonly Run[], field: string): AsyncGenerator<readonly StreamEvent[]> {
  const merge = new Merge();
  void merge.runAll(runs);
  yield* merge.queue;
  const [first] = merge.failures;
  if (first && merge.failures.length === runs.length) throw first;
  if (first)
    yield [{ type: 'warning', warning: partialSuccess(runs.length, merge.failures.length, first, field) }];
  const usage = merge.usages.length > 0 ? { usage: merge.usages.reduce(addUsage) } : {};
  yield [{ ...merge.last, type: 'response-end', finish: merge.finish, ...usage }];
}

class Merge {
  readonly queue = new AsyncQueue<readonly StreamEvent[]>();
  readonly usages: Usage[] = [];
  readonly failures: GatewayError[] = [];
  finish: Finish = 'stop';
  /** Of the last call that ended: what calls of one request have in common. */
  last: Partial<ResponseEnd> = {};
  readonly #numbers = new PartNumbers();
  #started = false;

  async runAll(runs: readonly Run[]): Promise<void> {
    await runAll(runs, (run) => this.#one(run));
    this.queue.close();
  }

  async #one(run: Run): Promise<void> {
    if (this.queue.left) return;
    const renumber = this.#numbers.forRun();
    try {
      const renumbered = eachEvent<StreamEvent, StreamEvent>(run(), (event, pass) => {
        const merged = this.#merged(event, renumber);
        if (merged) pass(merged);
      });
      for await (const batch of renumbered) {
        await this.queue.push(batch);
        if (this.queue.left) return;
      }
    } catch (error) {
      this.failures.push(GatewayError.from(error));
    }
  }

  /** The event as the merged answer has it; undefined where that has its own. */
  #merged(event: StreamEvent, renumber: (index: number) => number): StreamEvent | undefined {
    if (event.type === 'response-end') {
      this.last = event;
      if (event.usage) this.usages.push(event.usage);
      if (event.finish !== 'stop') this.finish = event.finish;
      return undefined;
    }
    if (event.type === 'response-start') {
      if (this.#started) return undefined;
      this.#started = true;
      return event;
    }
    if (event.type === 'error') throw event.error;
    return 'index' in event ? { ...event, index: renumber(event.index) } : event;
  }
}

const partialSuccess = (asked: number, failed: number, first: GatewayError, field: string): Warning => ({
  kind: 'adjusted',
  field,
  detail: `${failed} of ${asked} calls failed, what the others drew is here: ${first.message}`,
});

/** Adds counts; what one side does not know is taken from the other. */
export function addUsage(a: Usage, b: Usage): Usage {
  const sum: { [name: string]: number } = { ...a };
  for (const [name, value] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + value;
  return sum;
}
