import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../contract/error.ts';
import { type Recurring, recurring } from '../lib/recurring.ts';
import type { JobRow } from '../storage/ports.ts';
import { type JobOutcome, type RunJobParts, runJob } from './run-job.ts';
import { Slots } from './slots.ts';
import { messageAbout } from './webhook-message.ts';

export interface JobRunnerParts extends Omit<RunJobParts, 'away'> {
  /** Jobs at work at once in this process. */
  readonly concurrency: number;
  /** How long a job is kept once it has ended. */
  readonly keepMs: number;
  /** A message waits to be delivered. */
  readonly onMessage: () => void;
}

/** How often is looked for jobs that other processes have accepted or left. */
const LOOK_MS = 1_000;
/** A process that has not said for so long that it works on a job has lost it. */
const LEASE_MS = 20_000;
/** Jobs that wait for limits beside those at work. */
const MOST_AWAY = 256;

/** Takes jobs and does them, each in one process alone. */
export class JobRunner {
  readonly #parts: JobRunnerParts;
  readonly #running = new Map<string, { readonly cancel: AbortController; readonly ended: Promise<void> }>();
  readonly #look: Recurring;
  readonly #renew: Recurring;
  readonly #slots: Slots;
  #paused = false;

  constructor(parts: JobRunnerParts) {
    this.#parts = parts;
    const onError = (error: unknown): void => parts.pipeline.onError(GatewayError.from(error), '');
    this.#look = recurring(() => this.#takeAll(), LOOK_MS, onError);
    this.#renew = recurring(() => this.#stayAlive(), LEASE_MS / 4, onError);
    const onFree = (): void => this.#look.hurry();
    this.#slots = new Slots({ size: parts.concurrency, mostAway: MOST_AWAY, onFree });
  }

  /** A job waits. */
  hurry(): void {
    this.#look.hurry();
  }

  cancel(id: string): void {
    this.#running.get(id)?.cancel.abort(new GatewayError('client_closed', 'The job was cancelled.'));
  }

  /** Begins nothing more, and waits `ms` at most for what is being done. Tells whether all has ended. */
  async drain(ms: number): Promise<boolean> {
    this.#paused = true;
    await this.#look.stop();
    const all = Promise.all([...this.#running.values()].map(({ ended }) => ended)).then(() => true);
    const patience = new AbortController();
    const tired = sleep(ms, false, { signal: patience.signal }).catch(() => false);
    const ended = await Promise.race([all, tired]);
    patience.abort();
    return ended;
  }

  /** After `drain`: what is left has been given up by now. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    await this.#renew.stop();
  }

  async #takeAll(): Promise<void> {
    const { jobs, node, pipeline } = this.#parts;
    while (!this.#paused && this.#slots.hasFree) {
      const now = pipeline.now();
      const row = await jobs.take(node, now, now + LEASE_MS);
      if (!row) return;
      this.#begin(row);
    }
  }

  #begin(row: JobRow): void {
    const cancel = new AbortController();
    this.#slots.take();
    const ended = this.#run(row, cancel.signal).finally(() => {
      this.#running.delete(row.id);
      this.#slots.leave();
    });
    this.#running.set(row.id, { cancel, ended });
    if (row.cancelled) this.cancel(row.id);
  }

  async #run(row: JobRow, cancelled: AbortSignal): Promise<void> {
    const away: RunJobParts['away'] = (wait, signal) => this.#slots.away(wait, signal);
    const outcome = await runJob({ ...this.#parts, away }, row, cancelled);
    if (!outcome) return;
    try {
      await this.#finish(row, outcome);
    } catch (error) {
      // The job runs out of its lease and is taken up again; its answer is kept by now.
      this.#parts.pipeline.onError(GatewayError.from(error), row.requestId);
    }
  }

  async #finish(taken: JobRow, outcome: NonNullable<JobOutcome>): Promise<void> {
    const { jobs, node, pipeline, keepMs, onMessage } = this.#parts;
    const endedAt = pipeline.now();
    const end = { ...outcome, endedAt, expiresAt: endedAt + keepMs };
    const row = (await jobs.find(taken.project, taken.keyId, taken.id)) ?? taken;
    const message = messageAbout({ ...row, ...end }, endedAt);
    if (!(await jobs.finish(node, row.id, end, message))) return;
    if (message) onMessage();
    await pipeline.blobs.delete(row.input);
  }

  async #stayAlive(): Promise<void> {
    if (this.#running.size === 0) return;
    const { jobs, node, pipeline } = this.#parts;
    const cancelled = await jobs.renew(node, pipeline.now() + LEASE_MS);
    for (const id of cancelled) this.cancel(id);
  }
}
