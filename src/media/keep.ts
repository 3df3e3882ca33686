import { randomBytes } from 'node:crypto';
import type { KeptImage } from '../contract/image.ts';
import type { Payload } from '../contract/payload.ts';
import type { BlobDeletionRecords, Blobs, ImageRecords } from '../storage/ports.ts';
import { keptAgain } from './kept-again.ts';
import type { Links } from './links.ts';

/** A picture whose bytes are as the client gets them. */
export interface FinishedPicture {
  readonly payload: Payload;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
}

/** Whose picture it is and how it came to be. */
export interface Provenance {
  readonly project: string;
  readonly keyId: string;
  /** Whose key it was; null: nobody's in particular. */
  readonly userId: string | null;
  readonly requestId: string;
  /** The agent's task, else the request's own id. */
  readonly traceId: string;
  /** What the picture was to show, where it may be kept. */
  readonly prompt?: string;
  /** What was wished of it. */
  readonly parameters?: { readonly [name: string]: unknown };
  /** The model as the client named it. */
  readonly model: string;
  /** The provider's opaque mark, which must come back with the picture on the next turn. */
  readonly signature?: string;
  /** Scheme and host clients reach the gateway by. */
  readonly origin: string;
}

export interface Keeper {
  /** Commits bytes and row before it returns: from here on the picture cannot get lost. */
  keep(picture: FinishedPicture, provenance: Provenance): Promise<KeptImage>;
}

interface KeeperParts {
  readonly blobs: Blobs;
  readonly images: Pick<ImageRecords, 'insert'>;
  readonly deletions: Pick<BlobDeletionRecords, 'stateOf'>;
  readonly links: Links;
  /** Asked for every picture. */
  readonly urlTtlSeconds: () => number;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export function createKeeper({ blobs, images, deletions, links, urlTtlSeconds, now }: KeeperParts): Keeper {
  return {
    async keep(picture, { origin, signature, prompt, parameters, ...owner }) {
      const { payload, mediaType, width, height, hasAlpha } = picture;
      const { sha256, size } = await blobs.keep(payload);
      const id = `img_${randomBytes(15).toString('base64url').replace(/[-_]/g, 'A')}`;
      const shape = { mediaType, width, height, hasAlpha };
      const createdAt = now();
      await images.insert({
        id,
        ...owner,
        sha256,
        ...shape,
        bytes: size,
        signature: signature ?? null,
        prompt: prompt ?? null,
        parameters: parameters ?? null,
        thumbnail: null,
        createdAt,
      });
      await keptAgain(deletions, sha256, () => blobs.keep(payload));
      const urlExpires = Math.floor(createdAt / 1000) + urlTtlSeconds();
      const extension = mediaType.replace('image/', '');
      return {
        id,
        payload,
        ...shape,
        url: links.make(origin, { sha256, extension }, urlExpires),
        urlExpires,
      };
    },
  };
}
