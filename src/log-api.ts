import { bodyHandlers } from './admin/bodies.ts';
import { exportHandlers } from './admin/export.ts';
import type { Handler } from './admin/handler.ts';
import { imageHandlers } from './admin/images.ts';
import { liveHandlers } from './admin/live.ts';
import { requestHandlers } from './admin/requests.ts';
import { traceHandlers } from './admin/traces.ts';
import { usageHandlers } from './admin/usage.ts';
import { createBodyReader } from './bodies/body-reader.ts';
import { NEVER, recurring } from './lib/recurring.ts';
import { deleteBlobs } from './media/delete-blobs.ts';
import { createEditor } from './media/edit.ts';
import { sweepLeftovers } from './media/sweep-leftovers.ts';
import { createThumbnails } from './media/thumbnails.ts';
import type { Stores } from './stores.ts';
import { sweepLog } from './sweep-log.ts';
import { createLiveRequests } from './telemetry/live-requests.ts';

export interface LogApi {
  readonly handlers: readonly Handler[];
  /** Ends what would never end by itself. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

const SWEEP_EVERY_MS = 600_000;
const BYTES_EVERY_MS = 60_000;
const LEFTOVERS_FIRST_MS = 3_600_000;
const LEFTOVERS_EVERY_MS = 24 * 3_600_000;

/** What the admin API tells of requests, and of what came of them. @param leads this process deletes old ones */
export function logApi(stores: Stores, leads: boolean, onError: (error: unknown) => void): LogApi {
  const { records, blobs, links } = stores;
  // One of its own: no picture of a client waits for a gallery.
  const editor = createEditor({ threads: 1 });
  const thumbnail = createThumbnails({ blobs, images: records.images, editor }).of;
  const parts = { ...records, blobs, now: Date.now, thumbnail, link: links.make };
  const often = (work: () => Promise<void>, everyMs: number) =>
    leads ? recurring(work, everyMs, onError) : NEVER;
  const sweep = often(() => sweepLog(stores, Date.now()), SWEEP_EVERY_MS);
  const bytes = often(
    () => deleteBlobs({ blobDeletions: records.blobDeletions, blobs }, Date.now),
    BYTES_EVERY_MS,
  );
  // The whole store is gone through: once a day, and not by a process that hardly lives for an hour.
  let leftoversAt = 0;
  const leftovers = often(async () => {
    if (Date.now() < leftoversAt) return;
    leftoversAt = Date.now() + LEFTOVERS_EVERY_MS;
    const { blobDeletions } = records;
    await sweepLeftovers({ blobDeletions, blobs, random: Math.random }, Date.now());
  }, LEFTOVERS_FIRST_MS);
  const live = createLiveRequests(stores.shared, { onTrouble: onError });
  return {
    handlers: [
      ...requestHandlers(parts),
      ...liveHandlers({ live }),
      ...exportHandlers(parts),
      ...bodyHandlers({ bodies: createBodyReader(records.bodies, blobs, Date.now) }),
      ...traceHandlers(parts),
      ...imageHandlers(parts),
      ...usageHandlers(parts),
    ],
    hangUp: () => live.close(),
    close: async () => {
      await Promise.all([sweep.stop(), bytes.stop(), leftovers.stop(), editor.close()]);
    },
  };
}
