import type { ImageFormat } from '../../contract/image.ts';

/** What the bytes themselves say. Sizes are those a viewer shows: an EXIF rotation is taken into account. */
export interface Sniffed {
  readonly mediaType: string;
  /** Absent for everything that is no picture. */
  readonly format?: ImageFormat | 'gif' | 'svg' | 'avif' | 'bmp' | 'tiff' | 'heic';
  /** Pixels; absent when they stand behind the bytes that were looked at. */
  readonly width?: number;
  readonly height?: number;
  /** There is an alpha channel; absent when unknown. */
  readonly hasAlpha?: boolean;
}
