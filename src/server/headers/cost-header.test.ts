import { describe, expect, it } from 'vitest';
import { costHeader } from './cost-header.ts';

describe('the header AH-Cost', () => {
  it.each([
    [0.0336, '0.0336'],
    [0.000000001, '0.000000001'],
    [10, '10'],
    [0, '0'],
  ])('writes %d as %s', (usd, header) => {
    expect(costHeader({ usd, basis: 'tokens', lines: [] })).toBe(header);
  });

  it('is absent where the cost is unknown', () => {
    expect(costHeader({ unknown: 'no price', atLeast: 1 })).toBeUndefined();
    expect(costHeader(undefined)).toBeUndefined();
  });
});
