import type { ImageRecords } from './ports/images.ts';
import type { KeyRecords } from './ports/keys.ts';
import type { RequestRecords } from './ports/requests.ts';
import type { ResponseRecords } from './ports/responses.ts';

export type * from './ports/blobs.ts';
export type * from './ports/images.ts';
export type * from './ports/keys.ts';
export type * from './ports/requests.ts';
export type * from './ports/responses.ts';
export type * from './ports/shared-state.ts';

/** Rows. Times are Unix milliseconds. */
export interface Records {
  readonly keys: KeyRecords;
  readonly images: ImageRecords;
  readonly requests: RequestRecords;
  readonly responses: ResponseRecords;
  close(): Promise<void>;
}
