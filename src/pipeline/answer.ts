import type { StreamEvent } from '../contract/response.ts';
import type { WireBody } from '../wire/wire-body.ts';

/** A piece of a streamed answer that goes to the client byte for byte. */
export interface Relayed {
  readonly type: 'relayed';
  readonly bytes: Uint8Array;
}

/** A whole answer that goes to the client byte for byte. */
export interface RelayedWhole {
  readonly type: 'relayed-whole';
  readonly body: WireBody;
}

export type AnswerEvent = StreamEvent | Relayed | RelayedWhole;

/** What the gateway understood, without what only passes through. */
export const isUnderstood = (event: AnswerEvent): event is StreamEvent =>
  event.type !== 'relayed' && event.type !== 'relayed-whole';

/**
 * An answer on its way, in batches of what came together (one read from the upstream's connection, say). Its steps wait for each
 * other once per batch: waiting for every event costs more than all that is done with it. No batch is empty.
 */
export type Answer<Event = AnswerEvent> = AsyncIterable<readonly Event[]>;

type Step<In, Out> = (event: In, out: Out[]) => void;

/**
 * A step that looks at every event and puts into `out` what goes on in its place. What came before a failure still goes on. A
 * step after a step becomes one with it: waiting for each other costs more than most of them do.
 */
export function eachEvent<In, Out>(answer: Answer<In>, step: Step<In, Out>): Answer<Out> {
  return answer instanceof Stepped ? answer.followedBy(step) : new Stepped(answer, step);
}

class Stepped<In, Out> implements Answer<Out> {
  readonly #source: Answer<In>;
  readonly #step: Step<In, Out>;

  constructor(source: Answer<In>, step: Step<In, Out>) {
    this.#source = source;
    this.#step = step;
  }

  followedBy<Next>(next: Step<Out, Next>): Stepped<In, Next> {
    const between: Out[] = [];
    return new Stepped(this.#source, (event, out: Next[]) => {
      between.length = 0;
      try {
        this.#step(event, between);
      } finally {
        for (const each of between) next(each, out);
      }
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Out[]> {
    for await (const batch of this.#source) {
      const out: Out[] = [];
      try {
        for (const event of batch) this.#step(event, out);
      } catch (error) {
        if (out.length > 0) yield out;
        throw error;
      }
      if (out.length > 0) yield out;
    }
  }
}
