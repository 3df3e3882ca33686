import type { ImageFormat, Size } from '../contract/image.ts';
import type { Payload } from '../contract/payload.ts';

/** One change to a finished picture. Edits are applied in the order given; `restore` comes first and `encode` last; without it the result is a PNG. */
export type Edit =
  /** Scaled to cover the size, what sticks out is cut off evenly on both sides. */
  | { readonly do: 'resize'; readonly size: Size }
  /** Transparent pixels become white. */
  | { readonly do: 'flatten' }
  /** Brought to the original's size, then every pixel outside the mask becomes exactly the original's. */
  | { readonly do: 'restore'; readonly original: Payload; readonly mask: Payload }
  /** A visible label at the bottom right. */
  | { readonly do: 'watermark'; readonly text: string }
  | { readonly do: 'encode'; readonly format: ImageFormat; readonly quality: number };
