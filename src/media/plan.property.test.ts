import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan } from '../../test/media/plan-cases.ts';
import type { ImageCapability, SizeRule } from '../contract/capability.ts';
import type { ImageOrder, ImageWishes, Quality } from '../contract/image.ts';
import type { PlanImage, PlanInput } from './plan.ts';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const side = fc.integer({ min: 1, max: 6000 });
const size = fc.record({ width: side, height: side });
const QUALITIES = ['auto', 'low', 'medium', 'high', 'xhigh', 'max', 'hd', 'standard'] as const;

const sizeRule: fc.Arbitrary<SizeRule> = fc.oneof(
  fc.record({ kind: fc.constant('none' as const) }),
  fc.record({
    kind: fc.constant('fixed' as const),
    sizes: fc.array(
      size.map(({ width, height }) => `${width}x${height}`),
      { maxLength: 5 },
    ),
  }),
  fc.record({
    kind: fc.constant('free' as const),
    multiple: fc.constantFrom(1, 8, 16, 64),
    minPixels: fc.integer({ min: 1, max: 4_000_000 }),
    maxPixels: fc.integer({ min: 300_000, max: 17_000_000 }),
    maxRatio: fc.double({ min: 1, max: 16, noNaN: true }),
    ...{ minEdge: fc.integer({ min: 1, max: 512 }), maxEdge: fc.integer({ min: 512, max: 6000 }) },
  }),
  fc.record({
    kind: fc.constant('ratio' as const),
    ratios: fc.dictionary(fc.constantFrom('1:1', '3:2', '9:16', '21:9'), size),
    tiers: fc.subarray([
      { name: '', scale: 1 },
      { name: '2K', scale: 2 },
      { name: '4K', scale: 4 },
    ]),
  }),
);

const quality: fc.Arbitrary<ImageCapability['quality']> = fc.oneof(
  fc.constantFrom({ kind: 'none' } as const, { kind: 'resolution' } as const),
  fc.record({
    kind: fc.constant('native' as const),
    map: fc.dictionary(fc.constantFrom(...QUALITIES), fc.constantFrom('a', 'b')),
    fallback: fc.constant('c'),
  }),
);

const capability: fc.Arbitrary<ImageCapability> = fc.record({
  tasks: fc.constant(['generate', 'edit'] as const),
  size: sizeRule,
  maxCount: fc.integer({ min: 1, max: 10 }),
  quality,
  background: fc.record({
    native: fc.subarray(['auto', 'opaque', 'transparent'] as const),
    transparent: fc.constantFrom('always', 'edit-with-alpha', 'never'),
  }),
  format: fc.record({ native: fc.subarray(['png', 'jpeg', 'webp'] as const), compression: fc.boolean() }),
  inputFidelity: fc.subarray(['low', 'high'] as const),
  moderation: fc.constantFrom('native', 'approximate', 'none'),
  mask: fc.constantFrom('alpha', 'reference'),
  watermark: fc.constantFrom(
    { visible: 'switch' },
    { visible: 'overlay' },
    { visible: 'overlay', invisible: 'X' },
  ),
  seed: fc.boolean(),
  negativePrompt: fc.boolean(),
  styles: fc.subarray(['vivid', 'natural']),
  maxPartials: fc.integer({ min: 0, max: 3 }),
  stream: fc.boolean(),
  inputs: fc.record({
    max: fc.integer({ min: 1, max: 4 }),
    mediaTypes: fc.subarray(['image/png', 'image/jpeg', 'image/gif']),
  }),
});

const wishes: fc.Arbitrary<ImageWishes> = fc
  .record({
    count: optional(fc.integer({ min: 1, max: 12 })),
    size: optional(fc.oneof(size, fc.constant('auto' as const))),
    tier: optional(fc.constantFrom('1K', '2k', '512', 'huge')),
    aspectRatio: optional(fc.constantFrom('1:1', '16:9', '1:8', 'auto', '')),
    quality: optional(fc.constantFrom<Quality>(...QUALITIES)),
    background: optional(fc.constantFrom('auto', 'opaque', 'transparent')),
    format: optional(fc.constantFrom('png', 'jpeg', 'webp')),
    compression: optional(fc.integer({ min: 0, max: 100 })),
    inputFidelity: optional(fc.constantFrom('low', 'high')),
    moderation: optional(fc.constantFrom('low', 'auto')),
    watermark: optional(fc.boolean()),
    seed: optional(fc.integer({ min: 0, max: 2_147_483_647 })),
    negativePrompt: optional(fc.constantFrom('people', ' ')),
    style: optional(fc.constantFrom('vivid', 'woodcut')),
    partials: optional(fc.integer({ min: 0, max: 9 })),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));

const image: fc.Arbitrary<PlanImage> = fc.record({
  width: side,
  height: side,
  mediaType: fc.constantFrom('image/png', 'image/jpeg', 'image/gif'),
  hasAlpha: fc.boolean(),
});

const rest = fc.record({
  inputs: fc.array(image, { maxLength: 5 }),
  masked: fc.boolean(),
  stream: fc.boolean(),
  defaults: fc.constantFrom<PlanInput['defaults']>('openai-images', 'tool', 'chat'),
});

/** Why an order is not legal for the capability; undefined: it is. */
function illegal(order: ImageOrder, on: ImageCapability, inputs: readonly PlanImage[]): string | undefined {
  if (order.count < 1 || order.count > on.maxCount) return 'count';
  const shape = illegalShape(order, on.size);
  if (shape) return shape;
  if (order.quality !== undefined && !words(on).includes(order.quality)) return 'quality';
  if (on.quality.kind === 'native' && order.quality === undefined) return 'quality missing';
  if (order.background !== undefined && !on.background.native.includes(order.background)) return 'background';
  if (order.background === 'transparent' && order.format === 'jpeg') return 'transparent jpeg';
  if (order.background === 'transparent' && on.background.transparent === 'never') return 'transparent';
  if (order.format !== undefined && !on.format.native.includes(order.format)) return 'format';
  if (order.compression !== undefined && !(on.format.compression && order.format !== 'png'))
    return 'compression';
  if (order.inputFidelity !== undefined && !on.inputFidelity.includes(order.inputFidelity)) return 'fidelity';
  if (order.inputFidelity !== undefined && inputs.length === 0) return 'fidelity without input';
  if (order.moderation !== undefined && on.moderation === 'none') return 'moderation';
  if ((order.watermark !== undefined) !== (on.watermark.visible === 'switch')) return 'watermark';
  if (order.seed !== undefined && !on.seed) return 'seed';
  if (order.negativePrompt !== undefined && !on.negativePrompt) return 'negative prompt';
  if (order.style !== undefined && !on.styles.includes(order.style)) return 'style';
  return (order.partials ?? 0) > (on.stream ? on.maxPartials : 0) ? 'partials' : undefined;
}

const words = ({ quality: rule }: ImageCapability): readonly string[] =>
  rule.kind === 'native' ? [...Object.values(rule.map), rule.fallback] : [];

function illegalShape({ size: drawn, aspectRatio, tier }: ImageOrder, rule: SizeRule): string | undefined {
  if (rule.kind !== 'ratio' && (aspectRatio !== undefined || tier !== undefined)) return 'ratio';
  if (rule.kind === 'ratio') {
    const known = aspectRatio === undefined || aspectRatio in rule.ratios;
    return drawn || !known || (tier && !rule.tiers.some(({ name }) => name === tier))
      ? 'ratio or tier'
      : undefined;
  }
  if (!drawn) return undefined;
  const { width, height } = drawn;
  if (rule.kind === 'none') return 'size';
  if (rule.kind === 'fixed') return rule.sizes.includes(`${width}x${height}`) ? undefined : 'fixed size';
  const { multiple, minPixels, maxPixels, minEdge = 1, maxEdge = Infinity, maxRatio } = rule;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const pixels = width * height;
  if (width % multiple || height % multiple) return 'multiple';
  if (pixels < minPixels || pixels > maxPixels) return 'pixels';
  return short < minEdge || long > maxEdge || long / short > maxRatio + 1e-9 ? 'edge or ratio' : undefined;
}

describe('a plan', () => {
  it('never exceeds the capability', () => {
    fc.assert(
      fc.property(capability, wishes, rest, (on, asked, { inputs, masked, ...others }) => {
        const mask = masked && inputs.length > 0;
        const made = plan(on, asked, { inputs, mask, ...others });
        expect(made.calls.map(({ order }) => illegal(order, on, inputs)).filter(Boolean)).toEqual([]);
        expect(made.calls.flatMap(({ order }) => Object.values(order))).not.toContain(undefined);
        expect(made.calls.reduce((sum, { order }) => sum + order.count, 0)).toBe(asked.count ?? 1);
        const pictures = made.inputCount + (made.maskAs === 'reference' ? 1 : 0);
        expect(pictures).toBeLessThanOrEqual(on.inputs.max);
      }),
      { numRuns: 400 },
    );
  });

  it('accounts for every wish: sent, made afterwards, said in the prompt or warned about', () => {
    fc.assert(
      fc.property(
        capability,
        fc.constantFrom<ImageWishes>(
          { seed: 5 },
          { style: 'woodcut' },
          { moderation: 'low' },
          { background: 'transparent' },
          { inputFidelity: 'high' },
          { quality: 'max' },
          { watermark: true },
        ),
        (on, asked) => {
          const made = plan(on, asked);
          const [name] = Object.keys(asked);
          const sent = made.calls[0]?.order ?? {};
          const warned = made.warnings.some(({ field }) => field === name);
          expect(warned || Object.keys(sent).includes(name ?? '')).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
