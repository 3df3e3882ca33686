import { bodyHandlers } from '../admin/log/bodies.ts';
import { exportHandlers } from '../admin/log/export.ts';
import { imageHandlers } from '../admin/log/images.ts';
import { liveHandlers } from '../admin/log/live.ts';
import { requestHandlers } from '../admin/log/requests.ts';
import { traceHandlers } from '../admin/log/traces.ts';
import { usageHandlers } from '../admin/log/usage.ts';
import type { Handler } from '../admin/serving/handler.ts';
import { createBodyReader } from '../bodies/body-reader.ts';
import { createEditor } from '../media/edit.ts';
import { createThumbnails } from '../media/thumbnails.ts';
import { createLiveRequests } from '../telemetry/live-requests.ts';
import type { Stores } from './stores.ts';

export interface LogApi {
  readonly handlers: readonly Handler[];
  /** Ends what would never end by itself. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

/** What the admin API tells of requests, and of what came of them. */
export function logApi(stores: Stores, onError: (error: unknown) => void): LogApi {
  const { records, blobs, links } = stores;
  // One of its own: no picture of a client waits for a gallery.
  const editor = createEditor({ threads: 1 });
  const thumbnail = createThumbnails({ blobs, images: records.images, editor }).of;
  const parts = { ...records, blobs, now: Date.now, thumbnail, link: links.make };
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
    close: () => editor.close(),
  };
}
