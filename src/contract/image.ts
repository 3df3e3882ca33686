import type { Payload } from './payload.ts';

/** Where an image is. `declared` is the media type its sender claimed: never trusted, only kept for messages. */
export type MediaRef =
  | { readonly from: 'inline'; readonly payload: Payload; readonly declared?: string }
  | { readonly from: 'url'; readonly url: string }
  /** A picture this gateway keeps, or a `file_id` that names one. */
  | { readonly from: 'stored'; readonly id: string }
  /** A finished picture of an answer. Providers never see it; every picture an encoder sees is one. */
  | { readonly from: 'kept'; readonly image: KeptImage };

/** A finished picture as the gateway keeps it. */
export interface KeptImage {
  /** `img_…`; stable, names the picture in later requests. */
  readonly id: string;
  readonly payload: Payload;
  /** Of the bytes themselves. */
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  /** Signed, expiring link that this gateway serves. */
  readonly url: string;
  /** Unix seconds until which the link works. */
  readonly urlExpires: number;
}

export type ImageFormat = 'png' | 'jpeg' | 'webp';
export type Quality = 'auto' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'hd' | 'standard';
export type Background = 'auto' | 'opaque' | 'transparent';

/** Pixels, width by height. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * What the client asked of the pictures, whatever its format called it. An absent member was not asked for;
 * the planner decides what that means for the model at hand.
 */
export interface ImageWishes {
  /** Number of pictures, at least 1. */
  readonly count?: number;
  /** Exact pixels, or `auto` to leave it to the model. */
  readonly size?: Size | 'auto';
  /** Resolution tier as some providers name it (`1K`, `2K`, `4K`), without a shape. */
  readonly tier?: string;
  /** Width to height as `16:9`. Used when `size` is absent. */
  readonly aspectRatio?: string;
  readonly quality?: Quality;
  readonly background?: Background;
  readonly format?: ImageFormat;
  /** 0–100, 100 is the best quality. */
  readonly compression?: number;
  readonly inputFidelity?: 'low' | 'high';
  readonly moderation?: 'low' | 'auto';
  readonly watermark?: boolean;
  readonly seed?: number;
  readonly negativePrompt?: string;
  readonly style?: string;
  /** How many previews to stream before the final picture. */
  readonly partials?: number;
  /** How the client wants the result. Default inline. */
  readonly delivery?: 'inline' | 'url';
  /** Refuse with `unsupported_parameter` rather than warn when something is impossible. */
  readonly strict?: boolean;
}

/** The client's own name of each wish, for warnings and errors: `size` → `tools[0].image_generation.size`. */
export type WishFields = Partial<Record<keyof ImageWishes | 'mask' | 'inputs' | 'prompt' | 'text', string>>;

/**
 * What one upstream call is asked for, made by the planner from wishes and capability: every member is legal for the model
 * and must be sent; an absent member must not be sent.
 */
export interface ImageOrder {
  /** Pictures in this one call. */
  readonly count: number;
  /** Legal pixel size. */
  readonly size?: Size;
  /** For models that take a ratio and a tier instead of pixels. */
  readonly aspectRatio?: string;
  readonly tier?: string;
  /** The model's own word for the quality. */
  readonly quality?: string;
  readonly background?: Background;
  readonly format?: ImageFormat;
  readonly compression?: number;
  readonly inputFidelity?: 'low' | 'high';
  readonly moderation?: 'low' | 'auto';
  readonly watermark?: boolean;
  readonly seed?: number;
  readonly negativePrompt?: string;
  readonly style?: string;
  readonly partials?: number;
}
