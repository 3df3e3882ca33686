import type { Size } from '../contract/image.ts';

/** A picture as the provider drew it, before the gateway's own edits. */
export interface DrawnPicture extends Size {
  /** The model's own word for the quality that was ordered. */
  readonly quality?: string;
}

/** The names under which a price list may have it: `high 1024x1024`, `high`, `1024x1024`. */
export function variantsOf({ width, height, quality }: DrawnPicture): string[] {
  const size = `${width}x${height}`;
  return quality === undefined ? [size] : [`${quality} ${size}`, quality, size];
}
