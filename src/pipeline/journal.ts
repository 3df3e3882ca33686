import { GatewayError } from '../contract/error.ts';
import type { Ticket } from '../contract/provider.ts';
import type { Candidate } from '../routing/candidates.ts';

/** What a job has begun upstream, as it is kept. */
export interface Begun {
  readonly channel: string;
  /** As the upstream names it. */
  readonly model: string;
  /** By the number of the upstream call. */
  readonly tasks: { readonly [task: string]: BegunTask };
}

/** Sent, and nothing more is known; or handed over, and to be asked for by its ticket. */
export type BegunTask = { readonly ticket?: Ticket };

/** Writes what was begun. False: the job is somebody else's by now. */
export type WriteBegun = (begun: Begun) => Promise<boolean>;

/**
 * Notes what is about to be done upstream before it is done, so that whoever takes a job up after a crash knows what may have been
 * made, and never asks for it a second time.
 */
export class Journal {
  readonly #write: WriteBegun;
  /** What an earlier process has left, until the first try. */
  #left: Begun | undefined;
  #begun: { channel: string; model: string; tasks: { [task: string]: BegunTask } } | undefined;

  /** @param left only with tickets: see `isResumable` */
  constructor(write: WriteBegun, left?: Begun) {
    this.#write = write;
    this.#left = left;
  }

  /** Those that the job has begun with come first. */
  prefer<C extends Candidate>(targets: readonly C[]): readonly C[] {
    const left = this.#left;
    if (!left) return targets;
    const mine = targets.filter((target) => isAt(left, target));
    if (mine.length > 0) return [...mine, ...targets.filter((target) => !isAt(left, target))];
    throw new GatewayError(
      'interrupted',
      `The work was begun at ${left.model}, on a channel that this gateway has no longer. Its result cannot be fetched.`,
    );
  }

  /** An earlier process has begun something there that is to be fetched now. */
  isResuming(candidate: Candidate): boolean {
    return this.#left !== undefined && isAt(this.#left, candidate);
  }

  /** A target is tried. What was begun in an earlier try has come to nothing. */
  async begin(candidate: Candidate): Promise<void> {
    const { channel, target } = candidate;
    const left = this.#left && isAt(this.#left, candidate) ? this.#left : undefined;
    const isNew = this.#left !== undefined || this.#begun !== undefined;
    this.#left = undefined;
    this.#begun = { channel: channel.name, model: target.model, tasks: { ...left?.tasks } };
    if (isNew && !left) await this.#save();
  }

  /** A call that nobody can ask for later leaves now. */
  async sending(task: number): Promise<void> {
    const { tasks } = this.#open();
    if (tasks[task]) return;
    tasks[task] = {};
    await this.#save();
  }

  async submit<T extends Ticket>(task: number, work: () => Promise<T>): Promise<T> {
    const { tasks } = this.#open();
    const known = tasks[task]?.ticket;
    if (known) return known as T;
    await this.sending(task);
    const ticket = await this.#refusedIsUnbegun(task, work);
    tasks[task] = { ticket };
    await this.#save();
    return ticket;
  }

  /** Another process could go on: nothing is under way but what has a ticket. */
  get isResumable(): boolean {
    return isResumable(this.#begun ?? this.#left);
  }

  async #refusedIsUnbegun<T>(task: number, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      const error = GatewayError.from(thrown);
      if (error.facts.refused) {
        delete this.#open().tasks[task];
        await this.#save();
      }
      throw error;
    }
  }

  #open() {
    if (!this.#begun) throw new TypeError('a call belongs to a try');
    return this.#begun;
  }

  async #save(): Promise<void> {
    if (this.#begun && (await this.#write(this.#begun))) return;
    throw new GatewayError('interrupted', 'Another process of the gateway has taken this job over.');
  }
}

const isAt = ({ channel, model }: Begun, candidate: Candidate): boolean =>
  candidate.channel.name === channel && candidate.target.model === model;

/** What was begun can be gone on with, or done anew, without anything being made twice. */
export const isResumable = (begun: Begun | undefined): boolean =>
  Object.values(begun?.tasks ?? {}).every(({ ticket }) => ticket !== undefined);
