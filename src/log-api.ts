import type { Handler } from './admin/handler.ts';
import { imageHandlers } from './admin/images.ts';
import { requestHandlers } from './admin/requests.ts';
import { traceHandlers } from './admin/traces.ts';
import { usageHandlers } from './admin/usage.ts';
import { recurring } from './lib/recurring.ts';
import { createEditor } from './media/edit.ts';
import { createThumbnails } from './media/thumbnails.ts';
import type { Stores } from './stores.ts';
import { deleteOldRequests } from './telemetry/retention.ts';

export interface LogApi {
  readonly handlers: readonly Handler[];
  close(): Promise<void>;
}

/** What the admin API tells of requests, and of what came of them. */
const SWEEP_EVERY_MS = 600_000;

export function logApi(
  { records, blobs, links, settings }: Stores,
  onError: (error: unknown) => void,
): LogApi {
  // One of its own: no picture of a client waits for a gallery.
  const editor = createEditor({ threads: 1 });
  const thumbnail = createThumbnails({ blobs, images: records.images, editor }).of;
  const parts = { ...records, blobs, now: Date.now, thumbnail, link: links.make };
  const sweep = recurring(
    () => deleteOldRequests(records.requests, settings.get('requests').keepDays, Date.now()),
    SWEEP_EVERY_MS,
    onError,
  );
  return {
    handlers: [
      ...requestHandlers(parts),
      ...traceHandlers(parts),
      ...imageHandlers(parts),
      ...usageHandlers(parts),
    ],
    close: async () => {
      await Promise.all([sweep.stop(), editor.close()]);
    },
  };
}
