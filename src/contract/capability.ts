import type { Background, ImageFormat, Quality, Size } from './image.ts';

/** What a model can do and what it costs: data, read by the planner, the model lists, the docs and the console. */
export interface ModelCard {
  /** The provider's id of the model. */
  readonly id: string;
  readonly title?: string;
  /** Present when the model answers chat. */
  readonly chat?: ChatCapability;
  /** Present when the model draws through the provider's image operation. */
  readonly image?: ImageCapability;
  /** ISO date since which the provider no longer serves it. Left out of default catalogues, still tried when a channel lists it. */
  readonly retired?: string;
  /** Id to suggest in place of a retired model. */
  readonly successor?: string;
  readonly prices?: readonly Price[];
  /** Tokens that pictures count as, first fitting row first: splits counts the provider does not split, and lets prices be estimated. */
  readonly pictureTokens?: readonly PictureTokens[];
  /** `free`: the provider's rules say that a call without a picture costs nothing. Absent: not known. */
  readonly failures?: 'free';
}

/** Tokens of one drawn picture, for pictures of at most `upTo` pixels or of one `variant` (`high 1024x1024`). */
export interface PictureTokens {
  readonly upTo?: number;
  readonly variant?: string;
  readonly tokens: number;
}

export interface ChatCapability {
  /** Takes pictures as input. */
  readonly vision: boolean;
  /** The model draws inside its chat answers, under these rules. */
  readonly image?: ImageCapability;
  /** The model draws nothing but pictures (`modalities: ["image"]`): it never answers in text alone. */
  readonly imageOnly?: boolean;
}

export interface ImageCapability {
  /** `edit` covers reference images too. */
  readonly tasks: readonly ('generate' | 'edit')[];
  readonly size: SizeRule;
  /** Most pictures one call returns exactly; more are split into parallel calls. */
  readonly maxCount: number;
  readonly quality: QualityRule;
  readonly background: BackgroundRule;
  readonly format: FormatRule;
  /** Values the model takes natively. */
  readonly inputFidelity: readonly ('low' | 'high')[];
  /** `native`: takes a list of values · `approximate`: the provider maps it on something close (a warning says so). */
  readonly moderation: 'native' | 'approximate' | 'none';
  /** `alpha`: takes a PNG mask, alpha 0 = repaint · `reference`: the mask goes along as a further picture with words in the prompt. The gateway composites in both cases. */
  readonly mask: 'alpha' | 'reference';
  readonly watermark: WatermarkRule;
  readonly seed: boolean;
  /** False: becomes words in the prompt. */
  readonly negativePrompt: boolean;
  /** Values taken natively; others become words in the prompt. */
  readonly styles: readonly string[];
  /** Most previews of an unfinished picture in a stream; 0: none. */
  readonly maxPartials: number;
  /** The provider can stream this operation at all. */
  readonly stream: boolean;
  readonly inputs: InputRule;
  /** Longest prompt in characters. */
  readonly maxPrompt?: number;
}

/** A model that takes a prompt and nothing else: capabilities are written down as what they have beyond it. */
export const PROMPT_ONLY = {
  tasks: ['generate'],
  maxCount: 1,
  quality: { kind: 'none' },
  background: { native: [], transparent: 'never' },
  format: { native: [], compression: false },
  inputFidelity: [],
  moderation: 'none',
  mask: 'reference',
  watermark: { visible: 'overlay' },
  seed: false,
  negativePrompt: false,
  styles: [],
  maxPartials: 0,
  stream: false,
  inputs: { max: 0, mediaTypes: [] },
} as const satisfies Omit<ImageCapability, 'size'>;

export type SizeRule =
  /** Only these sizes, as `1024x1024`. */
  | { readonly kind: 'fixed'; readonly sizes: readonly string[] }
  /** Any width and height within bounds. */
  | {
      readonly kind: 'free';
      /** Both sides are multiples of this. */
      readonly multiple: number;
      readonly minPixels: number;
      readonly maxPixels: number;
      readonly minEdge?: number;
      readonly maxEdge?: number;
      /** Longest side to shortest. */
      readonly maxRatio: number;
    }
  /** A ratio and a tier; the pixels that come out are known. */
  | {
      readonly kind: 'ratio';
      /** `'16:9'` → pixels of the smallest tier. */
      readonly ratios: { readonly [ratio: string]: Size };
      /** Ascending; `scale` multiplies the smallest tier's pixels per side. An empty wire name means: send no tier. */
      readonly tiers: readonly { readonly name: string; readonly scale: number }[];
    }
  /** The model cannot be told. */
  | { readonly kind: 'none' };

export type QualityRule =
  /** The client's word → the model's own. `fallback` is sent when nothing was asked. Words missing in the map are adjusted to the nearest. */
  | { readonly kind: 'native'; readonly map: Partial<Record<Quality, string>>; readonly fallback: string }
  /** No field: higher quality is emulated by drawing larger and scaling down, lower has no effect. */
  | { readonly kind: 'resolution' }
  | { readonly kind: 'none' };

export interface BackgroundRule {
  /** Values that may be sent. */
  readonly native: readonly Background[];
  /** `edit-with-alpha`: only when one PNG with transparent pixels is edited. */
  readonly transparent: 'always' | 'edit-with-alpha' | 'never';
}

export interface FormatRule {
  /** Formats the model can be told to return; empty: the field must not be sent. */
  readonly native: readonly ImageFormat[];
  /** The model takes `output_compression` with jpeg and webp. */
  readonly compression: boolean;
}

export interface WatermarkRule {
  /** `switch`: has a field and it must always be sent · `overlay`: the gateway draws a visible mark itself. */
  readonly visible: 'switch' | 'overlay';
  /** Name of an invisible mark that cannot be switched off. */
  readonly invisible?: string;
}

export interface InputRule {
  /** Most pictures per call. */
  readonly max: number;
  /** Media types the model takes; others are converted to PNG. */
  readonly mediaTypes: readonly string[];
  /** Bytes per picture. */
  readonly maxBytes?: number;
}

/** US dollars. `source` says where the figure was seen and when. Of several that fit, the one with the most conditions counts. */
export interface Price {
  /** Token kinds exclude each other: `input_text` is what is neither picture nor cached. `reasoning` costs as `output_text` unless priced. */
  readonly what:
    | 'input_text'
    | 'input_image'
    | 'cached_input'
    | 'cache_write'
    | 'output_text'
    | 'reasoning'
    | 'output_image'
    | 'input_reference'
    | 'request';
  readonly per: 'million_tokens' | 'image' | 'megapixel' | 'request';
  readonly usd: number;
  /**
   * Of a picture: its quality, size or both (`high`, `1024x1024`, `high 1024x1024`). Of `cached_input`: `text` or `image`.
   * Of `cache_write`: `5m` or `1h`, where an hour in the cache costs more.
   */
  readonly variant?: string;
  /** Holds from more than this: pixels of the picture, for token prices the call's input tokens. */
  readonly above?: number;
  /** Holds up to this, inclusive. */
  readonly upTo?: number;
  /** First and last day it holds, as `2026-12-31` in UTC. */
  readonly from?: string;
  readonly until?: string;
  /** So many of each call cost nothing. */
  readonly free?: number;
  /** Not what the bill says but close to it: rounded, or converted from another currency. Token counts go before it. */
  readonly approximate?: true;
  readonly source: string;
}
