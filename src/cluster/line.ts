import { GatewayError } from '../contract/error.ts';

/** What one side of a line lets the other ask for. Arguments and results are whatever JSON can carry. */
export type Calls<Names> = { readonly [name in keyof Names]: (...args: never[]) => Promise<unknown> };

/** A worker as its primary sees it, or the primary as a worker does: `cluster.Worker` and `process` are such. */
export interface Channel {
  send?(message: object, handle: undefined, options: undefined, sent: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
}

type Message =
  | { readonly ask: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly answer: number; readonly value?: unknown }
  | { readonly answer: number; readonly failure: string };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: GatewayError) => void;
}

/** One end of the channel between a worker and its primary: asks the other side, and answers what that asks. */
export class Line<Theirs extends Calls<Theirs>> {
  readonly #channel: Channel;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #gone = false;

  constructor(channel: Channel, ours: object) {
    this.#channel = channel;
    const calls = new Map(Object.entries(ours)) as ReadonlyMap<
      string,
      (...args: unknown[]) => Promise<unknown>
    >;
    channel.on('message', (message) => void this.#take(message as Message, calls));
    channel.once('disconnect', () => this.#end());
  }

  /** @throws GatewayError `overloaded` when the other side has gone, or failed at it */
  ask<Name extends keyof Theirs & string>(
    name: Name,
    ...args: Parameters<Theirs[Name]>
  ): ReturnType<Theirs[Name]> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#asked += 1;
    this.#waiting.set(this.#asked, { resolve, reject });
    this.#send({ ask: this.#asked, name, args });
    return promise as ReturnType<Theirs[Name]>;
  }

  async #take(message: Message, calls: ReadonlyMap<string, (...args: unknown[]) => Promise<unknown>>) {
    if ('ask' in message) {
      const { ask: answer, name, args } = message;
      try {
        this.#send({ answer, value: await calls.get(name)?.(...args) });
      } catch (error) {
        this.#send({ answer, failure: error instanceof Error ? error.message : String(error) });
      }
      return;
    }
    const waiting = this.#waiting.get(message.answer);
    this.#waiting.delete(message.answer);
    if ('failure' in message) waiting?.reject(unreachable(message.failure));
    else waiting?.resolve(message.value);
  }

  #send(message: Message): void {
    // Without a callback a channel that is closed is an error event, and that the end of the process.
    const sent = (error: Error | null): void => {
      if (error) this.#end();
    };
    if (this.#gone || !this.#channel.send) this.#end();
    else this.#channel.send(message, undefined, undefined, sent);
  }

  #end(): void {
    this.#gone = true;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(unreachable('the other process has gone'));
  }
}

const unreachable = (internal: string): GatewayError =>
  new GatewayError('overloaded', 'The gateway cannot reach what its processes share.', { internal });
