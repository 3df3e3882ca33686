import type { Cost } from './cost.ts';
import type { GatewayError } from './error.ts';
import type { Payload } from './payload.ts';
import type { MediaPart, Part, SoundPart, Warning } from './request.ts';
import type { TreeObject } from './tree.ts';

export type Finish = 'stop' | 'length' | 'tool-calls' | 'content-filter';

/** Counts as the provider reports them; absent is unknown, never 0. Totals include their details. */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cachedInputTokens?: number;
  /** Of the cached ones, those of pictures. */
  readonly cachedInputImageTokens?: number;
  readonly cacheWriteTokens?: number;
  /** Of those written to the cache, the ones kept for an hour. */
  readonly cacheWriteHourTokens?: number;
  readonly reasoningTokens?: number;
  readonly inputImageTokens?: number;
  readonly outputImageTokens?: number;
  readonly inputAudioTokens?: number;
  readonly outputAudioTokens?: number;
  /** Pictures the provider bills. */
  readonly images?: number;
  /** US dollars, where the provider itself says what the call cost. */
  readonly cost?: number;
}

/** The part of an answer's usage that another model had: it is paid for at that model's prices. */
export interface DrawingUsage {
  readonly model: string;
  readonly usage: Usage;
}

/** One of several answers to the same question. */
export interface Choice {
  readonly parts: readonly Part[];
  readonly finish: Finish;
  /** What only the upstream's format knows, under that format's name. */
  readonly extensions: { readonly [format: string]: TreeObject };
}

/** A whole answer in the gateway's own words. */
export interface Response extends Choice {
  readonly id: string;
  /** The model as the upstream names it. */
  readonly model: string;
  /** All answers after the first, where the client asked for several: `parts` is the first. */
  readonly others?: readonly Choice[];
  readonly usage?: Usage;
  /** Where the model let another one draw. */
  readonly drawing?: DrawingUsage;
  /** What the whole exchange cost; the pipeline adds it, providers never do. */
  readonly cost?: Cost;
  readonly warnings: readonly Warning[];
}

export interface SoundPiece extends Pick<SoundPart, 'mediaType' | 'id' | 'expires'> {
  readonly payload?: Payload;
  readonly transcript?: string;
}

/**
 * A streamed answer. Parts have consecutive indexes from 0; only pictures drawn in parallel overlap, every other part of a choice
 * ends before the next begins.
 */
export type StreamEvent =
  | { readonly type: 'response-start'; readonly id: string; readonly model: string }
  | {
      readonly type: 'part-start';
      readonly index: number;
      readonly kind: Part['type'];
      /** Of reasoning: the provider's id of the item, and whether its text stays hidden. */
      readonly id?: string;
      readonly redacted?: boolean;
      /** Of text: the model says no. */
      readonly refusal?: boolean;
      /** Which answer it belongs to, where the client asked for several. Default 0. */
      readonly choice?: number;
    }
  | { readonly type: 'text-delta'; readonly index: number; readonly text: string }
  /** Of a tool call: a piece of its arguments. */
  | {
      readonly type: 'input-delta';
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      readonly text: string;
    }
  /** A preview of a picture that is still being drawn; `preview` counts from 0. */
  | {
      readonly type: 'media-partial';
      readonly index: number;
      readonly preview: number;
      readonly part: MediaPart;
    }
  | { readonly type: 'media-end'; readonly index: number; readonly part: MediaPart }
  /** More of what is spoken: bytes, words, or what is known of the recording. */
  | ({ readonly type: 'sound-delta'; readonly index: number } & SoundPiece)
  | { readonly type: 'part-end'; readonly index: number; readonly signature?: string }
  | { readonly type: 'warning'; readonly warning: Warning }
  /** One of several answers is whole, the first too; the end of them all repeats that of the first. */
  | {
      readonly type: 'choice-end';
      readonly choice: number;
      readonly finish: Finish;
      readonly extensions?: Response['extensions'];
    }
  | {
      readonly type: 'response-end';
      readonly finish: Finish;
      readonly usage?: Usage;
      /** As in `Response`, as is the cost. */
      readonly drawing?: DrawingUsage;
      readonly cost?: Cost;
      readonly extensions?: Response['extensions'];
    }
  | { readonly type: 'error'; readonly error: GatewayError };
