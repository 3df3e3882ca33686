import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RequestRow } from './request-table.tsx';

interface LiveRows {
  /** What was read, and what came since then, newest first. */
  readonly rows: readonly RequestRow[];
  /** How many have come that are not among them yet. */
  readonly waiting: number;
  readonly add: (row: RequestRow) => void;
  /** Shows those that wait. */
  readonly show: () => void;
}

/** Often enough to look live, seldom enough for hundreds of requests a second. */
const EVERY_MS = 500;
/** With more than so many, the list is read anew. */
const MOST = 200;

/**
 * Puts rows that come by themselves above those that were read.
 * @param held they wait instead: whoever reads further down does not lose the line
 * @param reread called when too many have come
 */
export function useLiveRows(read: readonly RequestRow[], held: boolean, reread: () => void): LiveRows {
  const [fresh, setFresh] = useState<readonly RequestRow[]>([]);
  const [waiting, setWaiting] = useState(0);
  const queue = useRef<RequestRow[]>([]);
  const show = useCallback(() => {
    const come = queue.current;
    queue.current = [];
    setWaiting(0);
    if (come.length > MOST) {
      setFresh([]);
      reread();
    } else if (come.length > 0) setFresh((before) => [...come, ...before]);
  }, [reread]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (held) setWaiting(queue.current.length);
      else show();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [held, show]);
  useEffect(() => {
    if (fresh.length <= MOST) return;
    setFresh([]);
    reread();
  }, [fresh, reread]);
  const rows = useMemo(() => merged(fresh, read), [fresh, read]);
  const add = useCallback((row: RequestRow) => void queue.current.push(row), []);
  return { rows, waiting, add, show };
}

function merged(fresh: readonly RequestRow[], read: readonly RequestRow[]): readonly RequestRow[] {
  if (fresh.length === 0) return read;
  const known = new Set(read.map(({ id }) => id));
  const added = new Map(fresh.filter(({ id }) => !known.has(id)).map((row) => [row.id, row]));
  return [...added.values(), ...read].sort(
    (one, two) => two.createdAt - one.createdAt || (two.id < one.id ? -1 : 1),
  );
}
