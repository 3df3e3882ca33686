import { type ImageCapability, PROMPT_ONLY, type SizeRule } from '../../contract/capability.ts';

/** How a model is asked: at once, or as a task whose input is a conversation or a bare prompt. */
export type Way = 'at-once' | 'task-messages' | 'task-prompt';

/** Picture models that are asked alike. Facts: Model Studio's and Qwen Cloud's API references, seen 2026-11. */
export interface PictureFamily {
  readonly pattern: RegExp;
  readonly way: Way;
  readonly image: ImageCapability;
}

const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/bmp'];

const BASE = {
  ...PROMPT_ONLY,
  quality: { kind: 'resolution' },
  // The bytes are PNG as a rule and cannot be chosen.
  format: { native: [], compression: false },
  watermark: { visible: 'switch' },
  seed: true,
  negativePrompt: true,
} as const satisfies Partial<ImageCapability>;

const inputs = (max: number): ImageCapability['inputs'] => ({ max, mediaTypes: TYPES, maxBytes: 10_000_000 });

const area = (least: number, most: number, maxRatio: number) =>
  ({
    kind: 'free',
    multiple: 16,
    minPixels: least * least,
    maxPixels: most * most,
    maxRatio,
  }) satisfies SizeRule;

/** A model belongs to the first family whose pattern it matches. */
export const PICTURE_FAMILIES: readonly PictureFamily[] = [
  {
    pattern: /^qwen-image-edit-(max|plus)/,
    way: 'at-once',
    image: {
      ...BASE,
      tasks: ['edit'],
      size: { ...area(512, 2048, 4), minEdge: 512, maxEdge: 2048 },
      maxCount: 6,
      inputs: inputs(3),
    },
  },
  {
    pattern: /^qwen-image-edit/,
    way: 'at-once',
    image: { ...BASE, tasks: ['edit'], size: { kind: 'none' }, quality: { kind: 'none' }, inputs: inputs(3) },
  },
  {
    pattern: /^qwen-image-\d/,
    way: 'at-once',
    image: {
      ...BASE,
      tasks: ['generate', 'edit'],
      size: area(512, 2048, 8),
      maxCount: 6,
      inputs: inputs(3),
    },
  },
  {
    pattern: /^qwen-image/,
    way: 'at-once',
    image: {
      ...BASE,
      // quirk(dashscope): the two sizes of 4:3 differ from one edition of the reference to the next; these three stand in all — Model Studio, seen 2026-11
      size: { kind: 'fixed', sizes: ['1328x1328', '1664x928', '928x1664'] },
    },
  },
  {
    pattern: /^wan2\.6-image/,
    way: 'task-messages',
    image: {
      ...BASE,
      tasks: ['edit'],
      size: { kind: 'none' },
      quality: { kind: 'none' },
      maxCount: 4,
      inputs: inputs(4),
    },
  },
  {
    pattern: /^wan2\.6/,
    way: 'task-messages',
    image: { ...BASE, size: area(1280, 1440, 4), maxCount: 4, maxPrompt: 2100 },
  },
  {
    pattern: /^wan2\.5/,
    way: 'task-prompt',
    image: { ...BASE, size: area(1280, 1440, 4), maxCount: 4, maxPrompt: 2000 },
  },
  {
    pattern: /^wanx?2/,
    way: 'task-prompt',
    image: { ...BASE, size: { ...area(512, 1440, 2.8), minEdge: 512, maxEdge: 1440 }, maxCount: 4 },
  },
];

/** Undefined for models that do not draw. */
export const pictureFamily = (id: string): PictureFamily | undefined =>
  PICTURE_FAMILIES.find(({ pattern }) => pattern.test(id));
