import type { ErrorCode } from '../../contract/error.ts';
import type { ImageFormat, Size } from '../../contract/image.ts';
import type { Edit } from '../edits.ts';
import type { Box } from '../remask.ts';

/** Bytes as they travel to the worker: a path, or a buffer that changes hands. Never text. */
export type Source = { readonly file: string } | { readonly bytes: Uint8Array };

type Restore = Edit & { do: 'restore' };
export type TaskEdit = Exclude<Edit, Restore> | (Omit<Restore, 'original' | 'mask'> & Masked);

/** An original and the mask that belongs to it. */
export interface Masked {
  readonly original: Source;
  readonly mask: Source;
}

export interface EditTask {
  readonly task: 'edit';
  readonly source: Source;
  readonly edits: readonly TaskEdit[];
}

export interface InspectTask {
  readonly task: 'inspect';
  readonly source: Source;
}

/** Fails where the picture cannot be decoded to its last row. */
export interface DecodeTask {
  readonly task: 'decode';
  readonly source: Source;
}

export interface RenderTask {
  readonly task: 'render';
  readonly svg: string;
  readonly format: ImageFormat;
  readonly quality: number;
  readonly under?: Source;
  readonly mask?: Source;
}

export interface MaskTask {
  readonly task: 'mask';
  readonly mask: Source;
  /** The picture the mask belongs to. */
  readonly picture: Source;
}

export type Task = EditTask | InspectTask | DecodeTask | RenderTask | MaskTask;

export interface Encoded extends Size {
  readonly bytes: Uint8Array;
  readonly format: string;
  readonly hasAlpha: boolean;
  /** The picture came back with another framing than the original, so nothing could be restored. */
  readonly framingMoved?: boolean;
}

export interface Inspected extends Size {
  readonly format: string;
  readonly hasAlpha: boolean;
}

export interface MadeMask {
  /** PNG, alpha 0 = repaint, the picture's size. */
  readonly alpha: Uint8Array;
  /** PNG, white = repaint, the picture's size. */
  readonly reference: Uint8Array;
  readonly box: Box;
  readonly size: Size;
  /** The mask's own size where it was another one. */
  readonly resizedFrom?: Size;
  readonly fromBlackAndWhite: boolean;
}

export interface Failure {
  readonly failure: { readonly code: ErrorCode; readonly message: string; readonly internal: string };
}

/** What the worker gets with every task. */
export interface Limits {
  /** Pictures with more are refused before they are decoded. */
  readonly maxPixels: number;
}
