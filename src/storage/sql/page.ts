import { sql } from 'kysely';

/** What comes after this row where the newest come first; rows of the same moment are told apart by their ids. */
export const pageAfter = (time: 'createdAt' | 'at', at: number, id: string) =>
  sql<boolean>`(${sql.ref(time)}, ${sql.ref('id')}) < (${at}, ${id})`;
