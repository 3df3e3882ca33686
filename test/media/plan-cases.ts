import { expect, it } from 'vitest';
import type { ImageCapability } from '../../src/contract/capability.ts';
import type { ImageOrder, ImageWishes } from '../../src/contract/image.ts';
import type { Warning } from '../../src/contract/request.ts';
import {
  type AfterEdits,
  type ImagePlan,
  type PlanImage,
  type PlanInput,
  planImage,
} from '../../src/media/plan.ts';

/** A model that can nearly everything by itself, any size. */
export const RICH: ImageCapability = {
  tasks: ['generate', 'edit'],
  size: { kind: 'free', multiple: 16, minPixels: 655_360, maxPixels: 8_294_400, maxEdge: 3840, maxRatio: 3 },
  maxCount: 10,
  quality: {
    kind: 'native',
    map: { auto: 'auto', low: 'low', medium: 'medium', high: 'high' },
    fallback: 'auto',
  },
  background: { native: ['auto', 'opaque', 'transparent'], transparent: 'always' },
  format: { native: ['png', 'jpeg', 'webp'], compression: true },
  inputFidelity: ['low', 'high'],
  moderation: 'native',
  mask: 'alpha',
  watermark: { visible: 'overlay' },
  seed: false,
  negativePrompt: false,
  styles: [],
  maxPartials: 3,
  stream: true,
  inputs: { max: 16, mediaTypes: ['image/png', 'image/jpeg', 'image/webp'] },
};

/** A model that takes a ratio and a tier and little else. */
export const PLAIN: ImageCapability = {
  ...RICH,
  size: {
    kind: 'ratio',
    ratios: {
      '1:1': { width: 1024, height: 1024 },
      '3:2': { width: 1264, height: 848 },
      '16:9': { width: 1376, height: 768 },
      '9:16': { width: 768, height: 1376 },
    },
    tiers: [
      { name: '1K', scale: 1 },
      { name: '2K', scale: 2 },
    ],
  },
  maxCount: 1,
  quality: { kind: 'resolution' },
  background: { native: [], transparent: 'never' },
  format: { native: [], compression: false },
  inputFidelity: [],
  moderation: 'none',
  mask: 'reference',
  watermark: { visible: 'overlay', invisible: 'SynthID' },
  seed: true,
  maxPartials: 0,
  stream: false,
  inputs: { max: 3, mediaTypes: ['image/png', 'image/jpeg'] },
};

export const FIXED: ImageCapability = {
  ...RICH,
  size: { kind: 'fixed', sizes: ['1024x1024', '1536x1024', '1024x1536'] },
};
export const UNTOLD: ImageCapability = { ...RICH, size: { kind: 'none' }, quality: { kind: 'none' } };
export const BIG: ImageCapability = {
  ...PLAIN,
  size: { kind: 'free', multiple: 1, minPixels: 3_686_400, maxPixels: 16_777_216, maxRatio: 16 },
  watermark: { visible: 'switch' },
};

export const PHOTO: PlanImage = { width: 800, height: 600, mediaType: 'image/jpeg', hasAlpha: false };
export const CUTOUT: PlanImage = { width: 512, height: 512, mediaType: 'image/png', hasAlpha: true };

/** The plan for a model with the alternatives `other`. */
export function plan(
  capability: ImageCapability,
  wishes: ImageWishes,
  rest: Partial<PlanInput> = {},
): ImagePlan {
  const inputs = rest.inputs ?? [];
  return planImage({
    wishes,
    fields: {},
    capability,
    model: 'm',
    alternatives: () => ['other'],
    task: inputs.length > 0 ? 'edit' : 'generate',
    inputs,
    stream: false,
    defaults: 'tool',
    ...rest,
  });
}

export const px = (width: number, height: number) => ({ width, height });
export const orderOf = (made: ImagePlan): ImageOrder => made.calls[0]?.order ?? { count: 0 };

type Expected<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** One line of a table: what a wish becomes on a model. */
export interface Case {
  readonly on: ImageCapability;
  readonly wishes: ImageWishes;
  readonly rest?: Partial<PlanInput>;
  /** Members of the order; undefined: must be absent. */
  readonly order?: Expected<ImageOrder>;
  readonly after?: Expected<AfterEdits>;
  readonly hint?: RegExp;
  /** Exactly these warnings; default none. */
  readonly warned?: readonly `${Warning['kind']} ${string}`[];
}

export function checkCases(cases: { readonly [says: string]: Case }): void {
  it.each(Object.entries(cases))(
    '%s',
    (_, { on, wishes, rest, order = {}, after = {}, hint, warned = [] }) => {
      const made = plan(on, wishes, rest);
      expect(only(orderOf(made), Object.keys(order))).toEqual(order);
      expect(only(made.after, Object.keys(after))).toEqual(after);
      expect(made.promptHints.join('\n')).toMatch(hint ?? /^$/);
      expect(made.warnings.map(({ kind, field }) => `${kind} ${field}`)).toEqual(warned);
    },
  );
}

/** Absent members stay absent, so that an `undefined` that would be sent is caught. */
const only = (whole: object, names: readonly string[]): object => {
  const known = new Map(Object.entries(whole));
  return Object.fromEntries(
    names.map((name) => [name, known.has(name) ? (known.get(name) ?? null) : undefined]),
  );
};
