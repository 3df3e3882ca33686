import { describe, expect, it } from 'vitest';
import type { Cost } from '../contract/cost.ts';
import { FREE } from './failed-call.ts';
import { sumCosts } from './sum-costs.ts';

const words = (usd: number): Cost => ({
  usd,
  basis: 'tokens',
  lines: [{ what: 'output_text', quantity: 10, usd }],
});
const picture: Cost = {
  usd: 0.04,
  basis: 'images',
  approximate: true,
  lines: [{ what: 'output_image', quantity: 1, usd: 0.04 }],
};

describe('several costs together', () => {
  it('add up without drift, lines of one kind as one', () => {
    expect(sumCosts([words(0.1), words(0.2)])).toEqual({
      usd: 0.3,
      basis: 'tokens',
      lines: [{ what: 'output_text', quantity: 20, usd: 0.3 }],
    });
  });

  it('are mixed where they were worked out in different ways, and approximate where one is', () => {
    expect(sumCosts([words(0.1), picture])).toMatchObject({ usd: 0.14, basis: 'mixed', approximate: true });
  });

  it('do not mind what was free', () => {
    expect(sumCosts([FREE, words(0.1), FREE])).toMatchObject({ usd: 0.1, basis: 'tokens' });
  });

  it('are unknown as soon as one is, with what is known so far', () => {
    const lost: Cost = { unknown: 'lost', atLeast: 0.2 };
    expect(sumCosts([words(0.1), lost])).toEqual({ unknown: 'lost', atLeast: 0.3 });
    expect(sumCosts([FREE, { unknown: 'lost' }])).toEqual({ unknown: 'lost' });
  });

  it('are nothing, not 0, where there was none', () => {
    expect(sumCosts([])).toBeUndefined();
  });
});
