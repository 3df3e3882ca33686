import type { Price } from '../../contract/capability.ts';

const SOURCE = 'OpenAI list prices, LobeHub model bank 2026-09-27';

/** From here on the whole call costs more: double for what goes in, half as much again for what comes out. */
const LONG_CONTEXT = 272_000;

/** US dollars per million tokens. */
interface Row {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** Newer models bill what they write to the cache. */
  readonly cacheWrite?: number;
  readonly long?: true;
}

/** 6.1 and what came after it is not in the list yet. */
const ROWS: { readonly [id: string]: Row } = {
  'gpt-6-astra': { input: 10, cached: 1, cacheWrite: 12.5, output: 50, long: true },
  'gpt-6-sol': { input: 2, cached: 0.2, cacheWrite: 2.5, output: 10, long: true },
  'gpt-6-luna': { input: 0.1, cached: 0.01, cacheWrite: 0.125, output: 0.5, long: true },
  'gpt-5.6-sol': { input: 4, cached: 0.4, cacheWrite: 5, output: 20, long: true },
  'gpt-5.6-terra': { input: 2, cached: 0.2, cacheWrite: 2.5, output: 12, long: true },
  'gpt-5.6-luna': { input: 0.2, cached: 0.02, cacheWrite: 0.25, output: 1.2, long: true },
  'gpt-5.5': { input: 5, cached: 0.5, output: 30, long: true },
  'gpt-5.4': { input: 2.5, cached: 0.25, output: 15, long: true },
  'gpt-5.4-mini': { input: 0.75, cached: 0.075, output: 4.5 },
  'gpt-5.4-nano': { input: 0.2, cached: 0.02, output: 1.25 },
  'gpt-5.2': { input: 1.75, cached: 0.175, output: 14 },
  'gpt-5.1': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5-mini': { input: 0.25, cached: 0.025, output: 2 },
  'gpt-5-nano': { input: 0.05, cached: 0.005, output: 0.4 },
  'gpt-4.1': { input: 2, cached: 0.5, output: 8 },
  'gpt-4.1-mini': { input: 0.4, cached: 0.1, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, cached: 0.025, output: 0.4 },
  'o4-mini': { input: 1.1, cached: 0.275, output: 4.4 },
  o3: { input: 2, cached: 0.5, output: 8 },
  'gpt-4o': { input: 2.5, cached: 1.25, output: 10 },
  'gpt-4o-mini': { input: 0.15, cached: 0.075, output: 0.6 },
};

/** What a text model costs; undefined where no price was seen. Pictures it looks at count as text. */
export function textPrices(id: string): readonly Price[] | undefined {
  const row = ROWS[id];
  if (!row) return undefined;
  const { input, cached, output, cacheWrite, long } = row;
  return [
    ...tiers('input_text', input, long && 2 * input),
    ...tiers('input_image', input, long && 2 * input),
    ...tiers('cached_input', cached, long && 2 * cached),
    ...(cacheWrite === undefined ? [] : tiers('cache_write', cacheWrite, long && 2 * cacheWrite)),
    ...tiers('output_text', output, long && 1.5 * output),
  ];
}

function tiers(what: Price['what'], usd: number, longUsd: number | undefined): Price[] {
  const price = (amount: number, bounds: Pick<Price, 'above' | 'upTo'>): Price => ({
    ...{ what, per: 'million_tokens', usd: amount, source: SOURCE },
    ...bounds,
  });
  if (longUsd === undefined) return [price(usd, {})];
  return [price(usd, { upTo: LONG_CONTEXT }), price(longUsd, { above: LONG_CONTEXT })];
}
