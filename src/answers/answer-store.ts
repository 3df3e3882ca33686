import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Payload } from '../contract/payload.ts';
import { Heartbeat } from '../lib/heartbeat.ts';
import type { AnswerRow, Blobs, Records } from '../storage/ports.ts';
import type { WireBody } from '../wire/wire-body.ts';
import { cook, type Recipe } from './recipe.ts';
import { RecipeWriter } from './recipe-writer.ts';
import { type AnswerHead, Recording } from './recording.ts';

/** Who asked, and what. */
export interface Asked {
  /** `req_…` */
  readonly requestId: string;
  readonly project: string;
  readonly keyId: string;
  readonly path: string;
}

/** What makes a request the same as an earlier one. */
export interface Sameness {
  readonly idempotencyKey: string;
  /** Lower-case hex SHA-256 of everything that has to be equal. */
  readonly fingerprint: string;
}

export type Claim =
  /** Nobody has asked this before: whoever claimed it does the work. */
  | { readonly kind: 'ours'; readonly recording: Recording }
  | { readonly kind: 'taken'; readonly answer: KeptAnswer };

/** What is known of an answer. */
export interface KeptAnswer {
  readonly id: string;
  readonly fingerprint: string | null;
  /** `lost`: its process died in the middle, or it could not be kept. */
  readonly state: 'running' | 'done' | 'failed' | 'lost';
  readonly path: string;
  /** HTTP status; present once it is done or failed. */
  readonly status?: number;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly expiresAt: number;
  /** Present once it is done or failed. @throws GatewayError `not_found` where a picture was deleted since */
  readonly open?: () => Promise<AnswerHead & { readonly body: WireBody }>;
}

export interface AnswerStore {
  /** Keeps the answer to a request that can be asked for by its id only. The row is written behind; never fails. */
  begin(asked: Asked): Recording;
  /** @param overDead the client allows what a dead process may have done to be done again */
  claim(asked: Asked, sameness: Sameness, overDead: boolean): Promise<Claim>;
  find(project: string, keyId: string, id: string): Promise<KeptAnswer | undefined>;
  /** Forgets what a dead process has left of an answer that is made anew. */
  discard(id: string): Promise<void>;
  /** Ends the heartbeat. */
  close(): void;
}

export interface AnswerStoreParts {
  readonly blobs: Blobs;
  readonly records: Pick<Records, 'answers'>;
  /** How long an answer is kept. */
  readonly keepMs: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly onError: (error: unknown, requestId: string) => void;
}

/** Pauses before a row is tried again, in milliseconds: a database that restarts is back within seconds. */
const PAUSES_MS = [250, 1_000, 4_000];

async function patiently(write: () => Promise<void>): Promise<void> {
  for (const pause of PAUSES_MS) {
    try {
      return await write();
    } catch {
      await sleep(pause);
    }
  }
  await write();
}

/** A process that has not said for so long that it is alive counts as dead. */
const LEASE_MS = 20_000;

export function createAnswerStore(parts: AnswerStoreParts): AnswerStore {
  return new StoredAnswers(parts);
}

class StoredAnswers implements AnswerStore {
  readonly #parts: AnswerStoreParts;
  readonly #node = randomUUID();
  readonly #heartbeat: Heartbeat;

  constructor(parts: AnswerStoreParts) {
    this.#parts = parts;
    const renew = () => parts.records.answers.renew(this.#node, parts.now() + LEASE_MS);
    this.#heartbeat = new Heartbeat(renew, LEASE_MS / 4, (error) => parts.onError(error, ''));
  }

  begin(asked: Asked): Recording {
    const { answers } = this.#parts.records;
    const row = this.#row(asked);
    const inserted = answers.insert(row).catch(() => false);
    // Where that failed it is tried once more when there is something to keep.
    const ready = async () => (await inserted) || answers.insert(row);
    return this.#recording(asked, ready, false);
  }

  async claim(asked: Asked, sameness: Sameness, overDead: boolean): Promise<Claim> {
    const { answers } = this.#parts.records;
    for (;;) {
      const row = { ...this.#row(asked), ...sameness };
      if (await answers.insert(row)) {
        return { kind: 'ours', recording: this.#recording(asked, async () => true, true) };
      }
      const found = await answers.findByKey(asked.project, asked.keyId, sameness.idempotencyKey);
      if (found && this.#isOver(found)) await answers.delete([found.id]);
      else if (found && !(overDead && (await this.#buried(found)))) {
        return { kind: 'taken', answer: this.#kept(found) };
      }
    }
  }

  async find(project: string, keyId: string, id: string): Promise<KeptAnswer | undefined> {
    const row = await this.#parts.records.answers.find(project, keyId, id);
    return row && !this.#isOver(row) ? this.#kept(row) : undefined;
  }

  discard(id: string): Promise<void> {
    return this.#parts.records.answers.delete([id]);
  }

  close(): void {
    this.#heartbeat.close();
  }

  #row({ requestId, ...owner }: Asked): AnswerRow {
    const now = this.#parts.now();
    return {
      id: requestId,
      ...owner,
      idempotencyKey: null,
      fingerprint: null,
      state: 'running',
      node: this.#node,
      aliveUntil: now + LEASE_MS,
      status: null,
      headers: null,
      body: null,
      createdAt: now,
      endedAt: null,
      expiresAt: now + this.#parts.keepMs,
    };
  }

  #recording({ requestId: id }: Asked, ready: () => Promise<unknown>, keyed: boolean): Recording {
    const { blobs, records, keepMs, now, onError } = this.#parts;
    const { answers } = records;
    const shared = new Set<Payload>();
    const alive = this.#heartbeat.begin();
    const write = async (change: () => Promise<unknown>): Promise<void> => {
      try {
        await patiently(async () => {
          await ready();
          await change();
        });
      } finally {
        alive.end();
      }
    };
    const finish = (end: Pick<AnswerRow, 'status' | 'headers' | 'body'>, state: 'done' | 'failed') => {
      const endedAt = now();
      const row = { ...end, state, endedAt, expiresAt: endedAt + keepMs };
      return write(() => answers.finish(id, row));
    };
    const ends = {
      store: (state: 'done' | 'failed', { status, headers }: AnswerHead, recipe: Recipe) =>
        finish({ status, headers: JSON.stringify(headers), body: JSON.stringify(recipe) }, state),
      lose: () => finish({ status: null, headers: null, body: null }, 'failed'),
      forget: () => write(() => answers.delete([id])),
      onError: (error: unknown) => onError(error, id),
    };
    return new Recording(new RecipeWriter(blobs, shared), ends, { shared, keyed });
  }

  /** What is running is never over: it ends, or its process dies. */
  #isOver(row: AnswerRow): boolean {
    const now = this.#parts.now();
    return row.expiresAt <= now && (row.state !== 'running' || row.aliveUntil < now);
  }

  /** Deletes what a dead process left, or an answer that was lost. */
  async #buried({ id, state, body }: AnswerRow): Promise<boolean> {
    const { answers } = this.#parts.records;
    if (state === 'running') return answers.deleteDead(id, this.#parts.now());
    if (body !== null) return false;
    await answers.delete([id]);
    return true;
  }

  #kept(row: AnswerRow): KeptAnswer {
    const { id, fingerprint, path, status, headers, body, createdAt, endedAt, expiresAt } = row;
    const facts = { id, fingerprint, path, createdAt, endedAt, expiresAt };
    if (row.state === 'running') {
      return { ...facts, state: row.aliveUntil < this.#parts.now() ? 'lost' : 'running' };
    }
    if (status === null || headers === null || body === null) return { ...facts, state: 'lost' };
    const open = async () => ({
      status,
      headers: JSON.parse(headers) as AnswerHead['headers'],
      body: await cook(JSON.parse(body) as Recipe, this.#parts.blobs),
    });
    return { ...facts, state: row.state, status, open };
  }
}
