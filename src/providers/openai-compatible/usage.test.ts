import { describe, expect, it } from 'vitest';
import { decodeUsage } from './usage.ts';

const counts = { prompt_tokens: 10, completion_tokens: 20 };

describe('the cost that OpenRouter reports', () => {
  it('is what the customer pays it', () => {
    const usage = { ...counts, cost: 0.14, is_byok: false, cost_details: { upstream_inference_cost: null } };
    expect(decodeUsage(usage)?.cost).toBe(0.14);
  });

  it("on the customer's own key is the fee and the upstream's bill together", () => {
    const usage = { ...counts, cost: 0.25, is_byok: true, cost_details: { upstream_inference_cost: 0.5 } };
    expect(decodeUsage(usage)?.cost).toBe(0.75);
  });

  it("on the customer's own key is unknown where the upstream's bill is", () => {
    expect(decodeUsage({ ...counts, cost: 0.25, is_byok: true })).toEqual({
      inputTokens: 10,
      outputTokens: 20,
    });
  });
});
