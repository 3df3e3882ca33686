import type { SizeRule } from '../../contract/capability.ts';
import type { ImageOrder, Size } from '../../contract/image.ts';
import { area, distance, ORDINARY_SIDE, parseSize, ratioOf, scaled } from './shape.ts';

/** What to ask for and the pixels that come out. */
export interface Drawable {
  readonly order: Pick<ImageOrder, 'size' | 'aspectRatio' | 'tier'>;
  readonly size: Size;
}

export interface SizeGoal {
  readonly size: Size;
  /** Where the model knows tiers: take this one, if it has it. */
  readonly tier?: string;
  /** A tenth too small is good enough: nobody asked for exact pixels. */
  readonly rough: boolean;
}

/** The legal request that comes nearest to a size: the same shape first, then no smaller than needed. Undefined: nothing can be asked. */
export function nearestLegal(rule: SizeRule, goal: SizeGoal): Drawable | undefined {
  if (rule.kind === 'none') return undefined;
  if (rule.kind === 'ratio') return nearestRatio(rule, goal);
  const size = rule.kind === 'fixed' ? nearestFixed(rule.sizes, goal.size) : nearestFree(rule, goal.size);
  return size && { order: { size }, size };
}

const SHAPE_WEIGHT = 10;
const TOO_SMALL_WEIGHT = 4;

/** A wrong shape costs what is cut off; too few pixels cost more than too many. */
function misfit(candidate: Size, goal: Size): number {
  const shape = distance(ratioOf(candidate), ratioOf(goal));
  const pixels = distance(area(candidate), area(goal));
  return SHAPE_WEIGHT * shape + pixels * (area(candidate) < area(goal) ? TOO_SMALL_WEIGHT : 1);
}

function best(candidates: Iterable<Size>, goal: Size): Size | undefined {
  let found: { size: Size; cost: number } | undefined;
  for (const size of candidates) {
    const cost = misfit(size, goal);
    if (!found || cost < found.cost) found = { size, cost };
  }
  return found?.size;
}

const nearestFixed = (sizes: readonly string[], goal: Size): Size | undefined =>
  best(
    sizes.flatMap((text) => parseSize(text) ?? []),
    goal,
  );

type FreeRule = SizeRule & { kind: 'free' };

function nearestFree(rule: FreeRule, goal: Size): Size | undefined {
  return best(legalSizes(rule, ratioOf(goal)), reachable(rule, goal));
}

/** Below the model's minimum nothing is gained by staying near it: the ordinary number of pixels is the better-trodden request. */
function reachable(rule: FreeRule, goal: Size): Size {
  const pixels = area(goal);
  if (pixels >= rule.minPixels) return goal;
  const wanted = Math.max(rule.minPixels, Math.min(rule.maxPixels, ORDINARY_SIDE ** 2));
  const factor = Math.sqrt(wanted / pixels);
  return { width: goal.width * factor, height: goal.height * factor };
}

/** For every legal width the one or two legal heights nearest to the ratio. */
function* legalSizes(rule: FreeRule, ratio: number): Generator<Size> {
  const { multiple, minPixels, maxPixels, maxRatio, minEdge = 1 } = rule;
  const down = (value: number) => Math.floor(value / multiple) * multiple;
  const up = (value: number) => Math.ceil(value / multiple) * multiple;
  const maxEdge = rule.maxEdge ?? Math.sqrt(maxPixels * maxRatio);
  for (let width = up(minEdge); width <= maxEdge; width += multiple) {
    const low = up(Math.max(minEdge, minPixels / width, width / maxRatio));
    const high = down(Math.min(maxEdge, maxPixels / width, width * maxRatio));
    if (low > high) continue;
    const ideal = Math.min(high, Math.max(low, width / ratio));
    yield { width, height: Math.max(low, down(ideal)) };
    yield { width, height: Math.min(high, up(ideal)) };
  }
}

const ROUGHLY = 0.9;

function nearestRatio(rule: SizeRule & { kind: 'ratio' }, goal: SizeGoal): Drawable | undefined {
  const wanted = ratioOf(goal.size);
  const entries = Object.entries(rule.ratios);
  const [first, ...others] = entries;
  if (!first) return undefined;
  let [aspectRatio, smallest] = first;
  for (const [name, size] of others) {
    if (distance(ratioOf(size), wanted) < distance(ratioOf(smallest), wanted))
      [aspectRatio, smallest] = [name, size];
  }
  const tier = pickTier(rule.tiers, smallest, goal);
  const order = tier?.name ? { aspectRatio, tier: tier.name } : { aspectRatio };
  return { order, size: scaled(smallest, tier?.scale ?? 1) };
}

type Tier = (SizeRule & { kind: 'ratio' })['tiers'][number];

/** The tier asked for by name, else the smallest that covers the goal, else the largest. */
function pickTier(tiers: readonly Tier[], smallest: Size, goal: SizeGoal): Tier | undefined {
  const named = tiers.find(({ name }) => name.toLowerCase() === goal.tier?.trim().toLowerCase());
  if (named) return named;
  const slack = goal.rough ? ROUGHLY : 1;
  const covers = ({ scale }: Tier) =>
    smallest.width * scale >= goal.size.width * slack && smallest.height * scale >= goal.size.height * slack;
  return tiers.find(covers) ?? tiers.at(-1);
}
