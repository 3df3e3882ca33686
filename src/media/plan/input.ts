import type { ImageCapability } from '../../contract/capability.ts';
import type { ImageFormat, ImageOrder, ImageWishes, Size, WishFields } from '../../contract/image.ts';
import type { Warning } from '../../contract/request.ts';
import type { Edit } from '../edits.ts';

/** Whose defaults hold for what the client left out; decisions/0004-image-defaults.md. */
export type PlanDefaults = 'openai-images' | 'tool' | 'chat';

/** An input picture as it really is, fetched and sniffed. */
export interface PlanImage extends Size {
  readonly mediaType: string;
  readonly hasAlpha: boolean;
  readonly bytes?: number;
}

export interface PlanInput {
  readonly wishes: ImageWishes;
  readonly fields: WishFields;
  readonly capability: ImageCapability;
  readonly model: string;
  /** Models that could do what this one cannot, for error messages. */
  readonly alternatives: (wish: keyof WishFields) => readonly string[];
  readonly task: 'generate' | 'edit';
  readonly inputs: readonly PlanImage[];
  readonly mask?: boolean;
  /** The client gets a stream; whether the upstream call is one too is the capability's word. */
  readonly stream: boolean;
  readonly defaults: PlanDefaults;
}

/**
 * The end state that is wanted of every picture. Which edits that takes is only known once the bytes are there,
 * because models return what they like: see `editsFor`.
 */
export interface AfterEdits {
  /** Exact pixels. */
  readonly size?: Size;
  /** Width to height to cut to where no exact size is wanted. */
  readonly ratio?: number;
  readonly format?: ImageFormat;
  /** 0–100, for every re-encoding. */
  readonly compression?: number;
  /** The model was not told the compression: bytes in the right format are re-encoded too. */
  readonly recompress?: boolean;
  /** The model could not be told to draw an opaque background. */
  readonly flatten?: boolean;
  readonly watermark?: boolean;
  /** Pixels outside the mask are to be the original's. */
  readonly outsideMask?: boolean;
}

export interface ImagePlan {
  /** What to ask the upstream for, all at once: usually one call. */
  readonly calls: readonly { readonly order: ImageOrder }[];
  /** Sentences to append to the prompt. */
  readonly promptHints: readonly string[];
  readonly after: AfterEdits;
  /** How the mask travels to the model; absent without a mask, or where the model can take no further picture. */
  readonly maskAs?: 'alpha' | 'reference';
  /** How many of the input pictures go to the model. */
  readonly inputCount: number;
  /** What each of those pictures needs before the model takes it, in order. Empty: goes as it is. */
  readonly inputEdits: readonly (readonly Edit[])[];
  readonly warnings: readonly Warning[];
}
