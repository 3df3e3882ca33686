import { GatewayError } from '../contract/error.ts';
import type { Size } from '../contract/image.ts';
import type { Payload } from '../contract/payload.ts';
import type { Blobs, ImageRecords, ImageRow } from '../storage/ports.ts';
import type { Editor } from './edit.ts';

/** Small WebP pictures of kept ones, made when somebody first looks and kept beside them. */
export interface Thumbnails {
  /** @throws GatewayError `not_found` when the picture's bytes are gone */
  of(image: ImageRow): Promise<Payload>;
}

interface ThumbnailParts {
  readonly blobs: Blobs;
  readonly images: Pick<ImageRecords, 'setThumbnail'>;
  /** One of its own, so that no picture of a client waits for a gallery. */
  readonly editor: Pick<Editor, 'apply'>;
}

/** Longer side in pixels: sharp in a grid on screens with two pixels a point. */
const LONGEST = 384;
const QUALITY = 75;

export function createThumbnails(parts: ThumbnailParts): Thumbnails {
  /** Being made; a gallery that is opened twice makes each once. */
  const making = new Map<string, Promise<Payload>>();
  return {
    async of(image) {
      const kept = image.thumbnail === null ? undefined : await parts.blobs.open(image.thumbnail);
      if (kept) return kept;
      const running = making.get(image.sha256);
      if (running) return running;
      const made = make(parts, image).finally(() => making.delete(image.sha256));
      making.set(image.sha256, made);
      return made;
    },
  };
}

async function make({ blobs, images, editor }: ThumbnailParts, image: ImageRow): Promise<Payload> {
  const original = await blobs.open(image.sha256);
  if (!original) throw new GatewayError('not_found', 'The bytes of this picture are gone.');
  const spool = blobs.spool();
  try {
    const { payload } = await editor.apply(
      original,
      [
        { do: 'resize', size: fitted(image) },
        { do: 'encode', format: 'webp', quality: QUALITY },
      ],
      spool,
    );
    const { sha256 } = await blobs.keep(payload);
    await images.setThumbnail(image.project, image.id, sha256);
    return (await blobs.open(sha256)) ?? payload;
  } finally {
    await spool.dispose();
  }
}

/** The same shape, no larger than the original. */
export function fitted({ width, height }: Size, longest = LONGEST): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
