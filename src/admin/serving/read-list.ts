import type { Page, PageQuery } from '../../storage/ports.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

interface Asked {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Reads one page of a list in time, whose cursor is the last entry it has looked at. */
export async function readList<Row, Item>(
  { limit, cursor }: Asked,
  read: (page: PageQuery) => Promise<Page<Row>>,
  shown: (row: Row) => Item,
): Promise<{ items: Item[]; next: string | null }> {
  const after = decodeCursor(cursor);
  const { items, next } = await read({ limit, ...(after && { after }) });
  return { items: items.map(shown), next: next && encodeCursor(next) };
}
