import type { DrawnPicture } from './drawn-picture.ts';

/** What one upstream call was about, besides its tokens. */
export interface CallWork {
  readonly pictures: readonly DrawnPicture[];
  /** Pictures that went along with the question. */
  readonly references: number;
}
