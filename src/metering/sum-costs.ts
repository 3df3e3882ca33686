import { type Cost, type CostBasis, type CostLine, isKnown } from '../contract/cost.ts';
import { sumUsd } from './nano-usd.ts';

/** Everything together; unknown as soon as one is. Undefined of nothing. */
export function sumCosts(costs: readonly Cost[]): Cost | undefined {
  const [first] = costs;
  if (!first || costs.length === 1) return first;
  const known = costs.filter(isKnown);
  const unknown = costs.find((cost) => !isKnown(cost));
  if (unknown && !isKnown(unknown)) {
    const atLeast = sumUsd(costs.map((cost) => (isKnown(cost) ? cost.usd : (cost.atLeast ?? 0))));
    return { unknown: unknown.unknown, ...(atLeast > 0 && { atLeast }) };
  }
  return {
    usd: sumUsd(known.map(({ usd }) => usd)),
    basis: known.map(({ basis }) => basis).reduce(mergeBasis),
    ...(known.some(({ approximate }) => approximate) && { approximate: true }),
    lines: mergeLines(known.flatMap(({ lines }) => lines)),
  };
}

/** What cost nothing leaves no trace in how the rest was worked out. */
export function mergeBasis(a: CostBasis, b: CostBasis): CostBasis {
  if (a === b || b === 'free') return a;
  return a === 'free' ? b : 'mixed';
}

/** Lines of the same kind as one. */
export function mergeLines(lines: readonly CostLine[]): CostLine[] {
  const byKind = new Map<string, CostLine>();
  for (const line of lines) {
    const kind = `${line.what} ${line.variant ?? ''}`;
    const known = byKind.get(kind);
    if (!known) byKind.set(kind, line);
    else {
      const quantity = known.quantity + line.quantity;
      byKind.set(kind, { ...line, quantity, usd: sumUsd([known.usd, line.usd]) });
    }
  }
  return [...byKind.values()];
}
