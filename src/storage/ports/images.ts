import type { Age } from './age.ts';
import type { Page, PageQuery } from './page.ts';

export interface ImageRow {
  /** `img_…` */
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  readonly userId: string | null;
  readonly requestId: string;
  readonly traceId: string | null;
  readonly sha256: string;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly hasAlpha: boolean;
  readonly model: string;
  /** The provider's opaque mark that must come back with the picture on the next turn. */
  readonly signature: string | null;
  /** What it was to show; null: unknown. */
  readonly prompt: string | null;
  /** What was wished of it, as size and quality. */
  readonly parameters: { readonly [name: string]: unknown } | null;
  /** Hash of its small WebP picture, once somebody looked at it. */
  readonly thumbnail: string | null;
  readonly createdAt: number;
}

export interface ImageFilter {
  /** Unix milliseconds, from this one on. */
  readonly since?: number;
  /** Unix milliseconds, before this one. */
  readonly until?: number;
  readonly model?: string;
  readonly keyId?: string;
  readonly requestId?: string;
  readonly traceId?: string;
  /** Part of the prompt; upper and lower case are the same. */
  readonly text?: string;
}

export interface ImageRecords {
  insert(row: ImageRow): Promise<void>;
  find(project: string, id: string): Promise<ImageRow | undefined>;
  /** The newest picture of the project with these bytes. */
  findByHash(project: string, sha256: string): Promise<ImageRow | undefined>;
  /** From new to old. */
  list(project: string, filter: ImageFilter, page: PageQuery): Promise<Page<ImageRow>>;
  /** Oldest first. */
  ofRequest(project: string, requestId: string): Promise<ImageRow[]>;
  setThumbnail(project: string, id: string, sha256: string): Promise<void>;
  /** The row that was deleted; undefined: there was none. Its bytes are marked to be deleted (`BlobDeletionRecords`). */
  delete(project: string, id: string, now: number): Promise<ImageRow | undefined>;
  /**
   * Deletes the oldest pictures that are too old, those of pinned traces aside, and marks their bytes. Tells how many went: as many as
   * `limit` when there may be more.
   */
  deleteOld(age: Age, now: number, limit: number): Promise<number>;
}
