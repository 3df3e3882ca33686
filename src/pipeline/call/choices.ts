import { GatewayError } from '../../contract/error.ts';
import type { StreamEvent, Usage } from '../../contract/response.ts';
import { AsyncQueue } from '../../lib/async-queue.ts';
import { eachEvent } from '../answer.ts';
import { requireAnswer } from '../finish/require-answer.ts';
import { PartNumbers, type Run, runAll } from './parallel-runs.ts';
import { addUsage } from './side-by-side.ts';

type ResponseEnd = Extract<StreamEvent, { type: 'response-end' }>;

/**
 * Makes one answer with a choice from each of the calls; their usage is added up. As where an upstream itself gives several
 * choices, one that fails fails all: half of what was asked for would look like the whole.
 */
export async function* severalChoices(runs: readonly Run[]): AsyncGenerator<readonly StreamEvent[]> {
  const choices = new Choices();
  void choices.runAll(runs);
  yield* choices.queue;
  yield [choices.end()];
}

class Choices {
  readonly queue = new AsyncQueue<readonly StreamEvent[]>();
  readonly #numbers = new PartNumbers();
  readonly #ends: ResponseEnd[] = [];
  #started = false;
  #failed = false;

  async runAll(runs: readonly Run[]): Promise<void> {
    await runAll(runs, (run, choice) => this.#one(run, choice));
    this.queue.close();
  }

  /** The end of the first choice, with what all of them used. */
  end(): ResponseEnd {
    const [first] = this.#ends;
    const usages = this.#ends.flatMap(({ usage }): Usage[] => (usage ? [usage] : []));
    return {
      type: 'response-end',
      finish: 'stop',
      ...first,
      ...(usages.length > 0 && { usage: usages.reduce(addUsage) }),
    };
  }

  get #isOver(): boolean {
    return this.#failed || this.queue.left;
  }

  async #one(run: Run, choice: number): Promise<void> {
    if (this.#isOver) return;
    const numberOf = this.#numbers.forRun();
    try {
      const merged = eachEvent<StreamEvent, StreamEvent>(requireAnswer(run()), (event, pass) => {
        const own = this.#merged(event, choice, numberOf);
        if (own) pass(own);
      });
      for await (const batch of merged) {
        if (this.#isOver) return;
        await this.queue.push(batch);
      }
    } catch (error) {
      this.#failed = true;
      this.queue.fail(GatewayError.from(error));
    }
  }

  /** The event as the whole answer has it; undefined where that has its own. */
  #merged(event: StreamEvent, choice: number, numberOf: (index: number) => number): StreamEvent | undefined {
    switch (event.type) {
      case 'response-start': {
        const isFirst = !this.#started;
        this.#started = true;
        return isFirst ? event : undefined;
      }
      case 'response-end': {
        this.#ends[choice] = event;
        const { finish, extensions } = event;
        return { type: 'choice-end', choice, finish, ...(extensions && { extensions }) };
      }
      case 'error':
        throw event.error;
      case 'warning':
      case 'choice-end':
        return event;
      case 'part-start':
        return { ...event, index: numberOf(event.index), choice };
      default:
        return { ...event, index: numberOf(event.index) };
    }
  }
}
