import { ownBlobs, type Recipe } from '../answers/recipe.ts';
import type { Age, Blobs, BodyRecords } from '../storage/ports.ts';

/** Deletes bodies that are too old, with the blobs that are theirs alone. Tells how many went. */
export async function deleteOldBodies(
  { bodies, blobs }: { readonly bodies: BodyRecords; readonly blobs: Blobs },
  age: Age,
  limit: number,
): Promise<number> {
  const rows = await bodies.old(age, limit);
  const own = rows.flatMap(({ content }) =>
    content === null ? [] : ownBlobs(JSON.parse(content) as Recipe),
  );
  await Promise.all([...new Set(own)].map((name) => blobs.delete(name)));
  await bodies.delete(rows);
  return rows.length;
}
