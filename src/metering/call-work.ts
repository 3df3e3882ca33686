import type { DrawnPicture } from './drawn-picture.ts';

/** What one upstream call was about, besides its tokens. */
export interface CallWork {
  readonly pictures: readonly DrawnPicture[];
  /** Pictures that went along with the question. */
  readonly references: number;
  /** Day of the call in UTC, as `2026-11-23`. */
  readonly day: string;
}
