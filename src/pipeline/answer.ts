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

/** Takes the next event. */
type Take<Event> = (event: Event) => void;

/**
 * A step that looks at every event and passes on what goes on in its place. What came before a failure still goes on. A
 * step after a step becomes one with it: waiting for each other costs more than most of them do.
 */
export function eachEvent<In, Out>(
  answer: Answer<In>,
  step: (event: In, pass: Take<Out>) => void,
): Answer<Out> {
  const connect =
    (pass: Take<Out>): Take<In> =>
    (event) =>
      step(event, pass);
  return answer instanceof Stepped ? answer.followedBy(connect) : new Stepped(answer, connect);
}

/** Builds one step, or several that are one, in front of who takes what they pass on. */
type Connect<In, Out> = (pass: Take<Out>) => Take<In>;

class Stepped<In, Out> implements Answer<Out> {
  readonly #source: Answer<In>;
  readonly #connect: Connect<In, Out>;

  constructor(source: Answer<In>, connect: Connect<In, Out>) {
    this.#source = source;
    this.#connect = connect;
  }

  followedBy<Next>(connect: Connect<Out, Next>): Stepped<In, Next> {
    return new Stepped(this.#source, (pass: Take<Next>) => this.#connect(connect(pass)));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Out[]> {
    let out: Out[] = [];
    const take = this.#connect((event) => void out.push(event));
    for await (const batch of this.#source) {
      out = [];
      try {
        for (const event of batch) take(event);
      } catch (error) {
        if (out.length > 0) yield out;
        throw error;
      }
      if (out.length > 0) yield out;
    }
  }
}
