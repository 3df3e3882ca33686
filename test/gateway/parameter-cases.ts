import { expect } from 'vitest';
import { inspectPicture, isSeeThrough } from '../upstreams/picture.ts';
import {
  bottomRight,
  decodePixels,
  everywhere,
  formatByMagic,
  leftHalf,
  rightHalf,
  shareChanged,
  topLeft,
} from './pixels.ts';

/** A picture as drawn with the parameter, and beside it what is needed to judge it. */
export interface Drawn {
  readonly picture: Buffer;
  /** The same request without the parameter (with `otherwise` in its place). */
  readonly without: Buffer;
  /** The picture that was sent along to be edited. */
  readonly original: Buffer;
}

/** One wish of the image_generation tool and what the decoded picture must show. */
export interface ParameterCase {
  readonly parameter: string;
  readonly value: unknown;
  /** What is sent along in any case. */
  readonly beside?: { readonly [parameter: string]: unknown };
  /** The value to compare with; absent: the parameter is left out. */
  readonly otherwise?: unknown;
  /** A picture is sent to be edited. */
  readonly edits?: boolean;
  /** What arrives at an upstream that does this natively. */
  readonly upstream: { readonly [field: string]: unknown };
  /** Holds wherever the wish was fulfilled, natively or by the gateway. */
  readonly fulfilled: (drawn: Drawn) => Promise<void>;
  /** Holds where it was not; default: the picture is what it is without the wish. */
  readonly unfulfilled?: (drawn: Drawn) => Promise<void>;
}

const unchanged = async ({ picture, without }: Drawn): Promise<void> =>
  expect(shareChanged(await decodePixels(picture), await decodePixels(without), everywhere)).toBe(0);

const isFormat = (format: string) => async (drawn: Drawn) => {
  expect(formatByMagic(drawn.picture)).toBe(format);
  await expect(inspectPicture(drawn.picture)).resolves.toMatchObject({ width: 512, height: 512 });
};

const isSize = (width: number, height: number) => async (drawn: Drawn) =>
  expect(await inspectPicture(drawn.picture)).toMatchObject({ width, height, format: 'png' });

/** A quality is nothing that pixels show on a fake: the end state must be what is asked for all the same. */
const isWhole = isSize(1024, 1024);

/** A mark in a JPEG that is coded again disturbs the rest by hardly more than this. */
const VISIBLE = 12;

const SMALL = { size: '512x512' };

/** The ten parameters, the more delicate ones with several values. */
export const PARAMETER_CASES: readonly ParameterCase[] = [
  {
    parameter: 'background',
    value: 'transparent',
    beside: SMALL,
    upstream: { background: 'transparent' },
    fulfilled: async ({ picture }) => {
      expect(formatByMagic(picture)).toBe('png');
      expect(await isSeeThrough(picture)).toBe(true);
    },
    unfulfilled: async ({ picture }) => expect(await isSeeThrough(picture)).toBe(false),
  },
  {
    parameter: 'background',
    value: 'opaque',
    beside: SMALL,
    upstream: { background: 'opaque' },
    fulfilled: async ({ picture }) => expect(await isSeeThrough(picture)).toBe(false),
  },
  {
    parameter: 'input_fidelity',
    value: 'high',
    edits: true,
    upstream: { input_fidelity: 'high' },
    fulfilled: unchanged,
    // Asked for in the prompt, which makes another picture on a fake.
    unfulfilled: async ({ picture }) => expect(formatByMagic(picture)).toBe('png'),
  },
  {
    parameter: 'input_fidelity',
    value: 'low',
    edits: true,
    upstream: { input_fidelity: 'low' },
    fulfilled: unchanged,
  },
  {
    parameter: 'input_image_mask',
    value: 'the right half',
    edits: true,
    upstream: {},
    fulfilled: async ({ picture, original }) => {
      const [now, before] = [await decodePixels(picture), await decodePixels(original)];
      expect(shareChanged(now, before, leftHalf)).toBe(0);
      expect(shareChanged(now, before, rightHalf)).toBeGreaterThan(0.2);
    },
  },
  {
    parameter: 'moderation',
    value: 'low',
    beside: SMALL,
    upstream: { moderation: 'low' },
    fulfilled: unchanged,
  },
  {
    parameter: 'output_compression',
    value: 20,
    otherwise: 95,
    beside: { ...SMALL, output_format: 'jpeg' },
    upstream: { output_compression: 20, output_format: 'jpeg' },
    fulfilled: async ({ picture, without }) => {
      expect(formatByMagic(picture)).toBe('jpeg');
      expect(picture.length).toBeLessThan(without.length * 0.8);
    },
  },
  {
    parameter: 'output_format',
    value: 'webp',
    beside: SMALL,
    upstream: { output_format: 'webp' },
    fulfilled: isFormat('webp'),
  },
  {
    parameter: 'output_format',
    value: 'jpeg',
    beside: SMALL,
    upstream: { output_format: 'jpeg' },
    fulfilled: isFormat('jpeg'),
  },
  {
    parameter: 'output_format',
    value: 'png',
    beside: SMALL,
    upstream: { output_format: 'png' },
    fulfilled: isFormat('png'),
  },
  { parameter: 'quality', value: 'hd', upstream: { quality: 'high' }, fulfilled: isWhole },
  { parameter: 'quality', value: 'standard', upstream: { quality: 'medium' }, fulfilled: isWhole },
  { parameter: 'quality', value: 'low', upstream: { quality: 'low' }, fulfilled: isWhole },
  { parameter: 'size', value: '256x256', upstream: { size: '256x256' }, fulfilled: isSize(256, 256) },
  { parameter: 'size', value: '512x512', upstream: { size: '512x512' }, fulfilled: isSize(512, 512) },
  { parameter: 'size', value: '1024x1024', upstream: { size: '1024x1024' }, fulfilled: isSize(1024, 1024) },
  { parameter: 'size', value: '1200x400', upstream: { size: '1200x400' }, fulfilled: isSize(1200, 400) },
  {
    parameter: 'watermark',
    value: true,
    otherwise: false,
    beside: SMALL,
    upstream: { watermark: true },
    fulfilled: async ({ picture, without }) => {
      const [now, before] = [await decodePixels(picture), await decodePixels(without)];
      expect(shareChanged(now, before, bottomRight, VISIBLE)).toBeGreaterThan(0.01);
      expect(shareChanged(now, before, topLeft, VISIBLE)).toBeLessThan(0.005);
    },
  },
  {
    parameter: 'watermark',
    value: false,
    beside: SMALL,
    upstream: { watermark: false },
    fulfilled: unchanged,
  },
];
