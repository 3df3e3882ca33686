import { bodyHandlers } from './admin/bodies.ts';
import type { Handler } from './admin/handler.ts';
import { imageHandlers } from './admin/images.ts';
import { requestHandlers } from './admin/requests.ts';
import { traceHandlers } from './admin/traces.ts';
import { usageHandlers } from './admin/usage.ts';
import { createBodyReader } from './bodies/body-reader.ts';
import { NEVER, recurring } from './lib/recurring.ts';
import { createEditor } from './media/edit.ts';
import { createThumbnails } from './media/thumbnails.ts';
import type { Stores } from './stores.ts';
import { sweepLog } from './sweep-log.ts';

export interface LogApi {
  readonly handlers: readonly Handler[];
  close(): Promise<void>;
}

const SWEEP_EVERY_MS = 600_000;

/** What the admin API tells of requests, and of what came of them. @param leads this process deletes old ones */
export function logApi(stores: Stores, leads: boolean, onError: (error: unknown) => void): LogApi {
  const { records, blobs, links } = stores;
  // One of its own: no picture of a client waits for a gallery.
  const editor = createEditor({ threads: 1 });
  const thumbnail = createThumbnails({ blobs, images: records.images, editor }).of;
  const parts = { ...records, blobs, now: Date.now, thumbnail, link: links.make };
  const sweep = leads ? recurring(() => sweepLog(stores, Date.now()), SWEEP_EVERY_MS, onError) : NEVER;
  return {
    handlers: [
      ...requestHandlers(parts),
      ...bodyHandlers({ bodies: createBodyReader(records.bodies, blobs, Date.now) }),
      ...traceHandlers(parts),
      ...imageHandlers(parts),
      ...usageHandlers(parts),
    ],
    close: async () => {
      await Promise.all([sweep.stop(), editor.close()]);
    },
  };
}
