import type { Price } from '../../contract/capability.ts';

const SOURCE = 'platform.claude.com, models overview, seen 2026-11; LobeHub model bank 2026-09-27';

/**
 * US dollars per million tokens. Pictures count as text. What goes into the cache costs a quarter more, double where it stays
 * an hour: the same for every model. What is read from it does not follow a rule any more (Opus 5.5: a twentieth).
 * @param cacheRead undefined: no price was seen
 */
export function claudePrices(input: number, output: number, cacheRead?: number): readonly Price[] {
  const price = (what: Price['what'], usd: number, variant?: string): Price => ({
    ...{ what, per: 'million_tokens', usd, source: SOURCE },
    ...(variant !== undefined && { variant }),
  });
  return [
    price('input_text', input),
    price('input_image', input),
    ...(cacheRead === undefined ? [] : [price('cached_input', cacheRead)]),
    price('cache_write', 1.25 * input, '5m'),
    price('cache_write', 2 * input, '1h'),
    price('output_text', output),
  ];
}
