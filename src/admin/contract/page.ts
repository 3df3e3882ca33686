import * as z from 'zod';

/** Query members of every list that is served in pages. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .meta({ description: 'Most entries of one page.' }),
  cursor: z.string().max(500).optional().meta({ description: '`next` of the page before.' }),
};

/** A page of a list; `next` is null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
