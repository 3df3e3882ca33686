import type { z } from 'zod';
import { storageRoutes } from '../contract/storage.ts';
import { type Handler, handle } from '../serving/handler.ts';

type Found = z.input<typeof storageRoutes.check.reply>['items'][number];

interface StorageParts {
  readonly describe: () => Promise<z.input<typeof storageRoutes.get.reply>>;
  /** Each tries its store and throws where that does not do as it should. */
  readonly checks: { readonly [what in Found['what']]: () => Promise<void> };
}

export const storageHandlers = ({ describe, checks }: StorageParts): Handler[] => [
  handle(storageRoutes.get, describe),
  handle(storageRoutes.check, async ({ call }) => {
    const items = [
      await checked('database', checks.database),
      await checked('blobs', checks.blobs),
      await checked('shared', checks.shared),
    ];
    call.note({ ok: items.every(({ ok }) => ok) });
    return { items };
  }),
];

async function checked(what: Found['what'], check: () => Promise<void>): Promise<Found> {
  const start = performance.now();
  const problem = await check().then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500),
  );
  const ms = Math.round((performance.now() - start) * 10) / 10;
  return { what, ok: problem === null, ms, problem };
}
