import { Heartbeat } from '../lib/heartbeat.ts';
import { type Recurring, recurring } from '../lib/recurring.ts';
import type { LogEntry, Records, UnsettledRow } from '../storage/ports.ts';
import { toBatch } from './log-batch.ts';

/** What providers may be drawing and billing while the log does not know of it: kept, so that it gets there although the process dies. */
export interface Unsettled {
  /** Keeps what becomes of the exchange in the log should this process die now, in place of what was kept of it before. */
  keep(entry: LogEntry): Promise<void>;
  /** An exchange is worked on until `end` is called. */
  begin(): { end(): void };
  close(): Promise<void>;
}

export interface UnsettledParts {
  readonly records: Pick<Records, 'unsettled' | 'images'>;
  /** This process. */
  readonly node: string;
  /** It also puts into the log what dead processes have left. */
  readonly leads: boolean;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Told of what was found and put into the log. */
  readonly onBuried: (entry: LogEntry) => void;
  readonly onError: (error: unknown) => void;
}

/** A process that has not said for so long that it is alive counts as dead. */
const LEASE_MS = 20_000;
const LOOK_EVERY_MS = 5_000;
const BATCH = 50;

export function createUnsettled(parts: UnsettledParts): Unsettled {
  const { records, node, leads, now, onError } = parts;
  const renew = () => records.unsettled.renew(node, now() + LEASE_MS);
  const heartbeat = new Heartbeat(renew, LEASE_MS / 4, onError);
  const look: Recurring | undefined = leads
    ? recurring(() => buryDead(parts), LOOK_EVERY_MS, onError)
    : undefined;
  look?.hurry();
  return {
    keep: (entry) => {
      const row = { id: entry.request.id, node, aliveUntil: now() + LEASE_MS, entry: JSON.stringify(entry) };
      return records.unsettled.put(row);
    },
    begin: () => heartbeat.begin(),
    async close() {
      heartbeat.close();
      await look?.stop();
    },
  };
}

async function buryDead(parts: UnsettledParts): Promise<void> {
  const { records, node, now, onError } = parts;
  let failed = 0;
  for (;;) {
    const rows = await records.unsettled.dead(node, now(), BATCH + failed);
    const left = rows.slice(failed);
    for (const row of left) {
      await bury(parts, row).catch((error: unknown) => {
        // Those behind it do not wait for one that cannot be written.
        failed += 1;
        onError(error);
      });
    }
    if (left.length < BATCH) return;
  }
}

async function bury({ records, now, onBuried }: UnsettledParts, row: UnsettledRow): Promise<void> {
  const kept = JSON.parse(row.entry) as LogEntry;
  const { project, id } = kept.request;
  const pictures = await records.images.ofRequest(project, id);
  const entry = asItWasLeft(kept, row.aliveUntil - LEASE_MS, pictures.length);
  if (await records.unsettled.bury(id, now(), toBatch([entry]))) onBuried(entry);
}

/** @param lastAlive when the process was known to be alive, in Unix milliseconds */
function asItWasLeft({ request, executions }: LogEntry, lastAlive: number, imageCount: number): LogEntry {
  const since = (start: number): number => Math.max(0, lastAlive - start);
  const last = executions.at(-1);
  return {
    request: { ...request, imageCount, durationMs: since(request.createdAt) },
    executions: [
      ...executions.slice(0, -1),
      ...(last ? [{ ...last, durationMs: since(last.startedAt) }] : []),
    ],
  };
}
