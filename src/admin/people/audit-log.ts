import type { z } from 'zod';
import { defined } from '../../lib/defined.ts';
import { newId } from '../../lib/new-id.ts';
import type { AuditRecords, AuditRow } from '../../storage/ports.ts';
import { createWriteBehind } from '../../telemetry/write-behind.ts';
import { type auditEntry, auditRoutes } from '../contract/audit.ts';
import type { Audit, AuditEntry } from '../serving/audit.ts';
import { decodeCursor, pageOfRows } from '../serving/cursor.ts';
import { type Handler, handle } from '../serving/handler.ts';

interface AuditOptions {
  /** Older entries are deleted. */
  readonly keepMs: () => number;
  /** Told when entries could not be written or had to be given up, or old ones could not be deleted. */
  readonly onTrouble: (error: unknown, lost: number) => void;
  readonly now?: () => number;
}

/** The audit log in the database. */
export interface AuditLog {
  readonly add: Audit;
  /** Writes what is waiting. */
  flush(): Promise<void>;
  readonly handlers: readonly Handler[];
}

/** Old entries go with new ones, at most once an hour and so many at a time that nobody has to wait. */
const SWEEP_EVERY_MS = 3_600_000;
const SWEEP_ROWS = 1_000;

export function createAuditLog(
  records: AuditRecords,
  { keepMs, onTrouble, now = Date.now }: AuditOptions,
): AuditLog {
  let sweptAt = 0;
  const sweep = async (): Promise<void> => {
    if (now() - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = now();
    await records.deleteBefore(now() - keepMs(), SWEEP_ROWS).catch((error) => onTrouble(error, 0));
  };
  const insertMany = async (rows: readonly AuditRow[]): Promise<void> => {
    await records.insertMany(rows);
    await sweep();
  };
  const log = createWriteBehind<AuditRow>({ insertMany }, { onTrouble });
  const list = handle(auditRoutes.list, async ({ query }) => {
    // Who has just changed something looks for it here.
    await log.flush();
    const { limit, cursor, actor, ...filter } = query;
    const after = decodeCursor(cursor);
    const rows = await records.list(defined({ ...filter, actorId: actor, after, limit: limit + 1 }));
    const page = pageOfRows(rows, limit, (row) => row);
    return { ...page, items: page.items.map(shown) };
  });
  return { add: (entry) => log.add(rowOf(entry)), flush: log.flush, handlers: [list] };
}

const rowOf = ({ actor, project, facts, ...rest }: AuditEntry): AuditRow => ({
  ...rest,
  id: newId('aud'),
  actorKind: actor?.kind ?? null,
  actorId: actor?.id ?? null,
  actorName: actor?.name ?? null,
  project: project ?? null,
  facts: JSON.stringify(facts),
});

function shown(row: AuditRow): z.input<typeof auditEntry> {
  const { actorKind, actorId, actorName, facts, ...rest } = row;
  const actor = actorKind === null ? null : { kind: actorKind, id: actorId ?? '', name: actorName ?? '' };
  return { ...rest, actor, facts: JSON.parse(facts) };
}
