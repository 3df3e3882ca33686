import { invalid } from '../../contract/error.ts';

/** A place in a list whose newest rows come first. */
export interface Place {
  readonly at: number;
  readonly id: string;
}

export const encodeCursor = ({ at, id }: Place): string =>
  Buffer.from(JSON.stringify([at, id])).toString('base64url');

/** @throws GatewayError `invalid_request` */
export function decodeCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof at === 'number' && typeof id === 'string') return { at, id };
  } catch {
    // Said below.
  }
  throw invalid('query.cursor', 'query.cursor: is not one that a page before had.');
}

/** @param rows one more than `limit` where there is a next page */
export function pageOfRows<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => Place,
): { readonly items: readonly Row[]; readonly next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null };
}
