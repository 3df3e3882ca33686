import type { Handler } from './admin/handler.ts';
import { imageHandlers } from './admin/images.ts';
import { requestHandlers } from './admin/requests.ts';
import { traceHandlers } from './admin/traces.ts';
import { usageHandlers } from './admin/usage.ts';
import { createEditor } from './media/edit.ts';
import { createThumbnails } from './media/thumbnails.ts';
import type { Stores } from './stores.ts';

export interface LogApi {
  readonly handlers: readonly Handler[];
  close(): Promise<void>;
}

/** What the admin API tells of requests, and of what came of them. */
export function logApi({ records, blobs, links }: Stores): LogApi {
  // One of its own: no picture of a client waits for a gallery.
  const editor = createEditor({ threads: 1 });
  const thumbnail = createThumbnails({ blobs, images: records.images, editor }).of;
  const parts = { ...records, blobs, now: Date.now, thumbnail, link: links.make };
  return {
    handlers: [
      ...requestHandlers(parts),
      ...traceHandlers(parts),
      ...imageHandlers(parts),
      ...usageHandlers(parts),
    ],
    close: () => editor.close(),
  };
}
