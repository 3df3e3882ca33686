import type { PictureTokens, Price } from '../../contract/capability.ts';

const PAGE = 'Gemini API pricing page, seen 2026-10';
export const BANK = 'LobeHub model bank 2026-09-27';

/** US dollars per million tokens. */
interface Row {
  /** Words and pictures alike. */
  readonly input: number;
  /** Words and thoughts. */
  readonly output: number;
  readonly cached?: number;
  /** Pictures in the answer. */
  readonly drawn?: number;
  /** Prices of prompts beyond 200,000 tokens. */
  readonly long?: Omit<Row, 'long' | 'drawn'>;
}

const LONG_PROMPT = 200_000;

export function tokenPrices({ long, ...row }: Row, source = PAGE): Price[] {
  if (!long) return pricesOf(row, source);
  return [
    ...pricesOf(row, source).map((price) => ({ ...price, upTo: LONG_PROMPT })),
    ...pricesOf(long, source).map((price) => ({ ...price, above: LONG_PROMPT })),
  ];
}

/** The same prices for a time only. */
export const dated = (prices: readonly Price[], days: Pick<Price, 'from' | 'until'>): Price[] =>
  prices.map((price) => ({ ...price, ...days }));

function pricesOf({ input, output, cached, drawn }: Omit<Row, 'long'>, source: string): Price[] {
  const price = (what: Price['what'], usd: number | undefined): Price[] =>
    usd === undefined ? [] : [{ what, per: 'million_tokens', usd, source }];
  return [
    ...price('input_text', input),
    ...price('input_image', input),
    ...price('cached_input', cached),
    ...price('output_text', output),
    ...price('output_image', drawn),
  ];
}

/** Pixels between the tiers: pictures of one tier differ by a quarter at most, tiers by a factor of four. */
const MOST_PIXELS = { '512': 500_000, '1K': 2_000_000, '2K': 8_000_000 };

/** Tokens of one picture by its tier; the last tier takes what is larger. */
export function tokensByTier(
  tokens: { readonly [tier in '512' | '1K' | '2K' | '4K']?: number },
): PictureTokens[] {
  const rows = Object.entries(MOST_PIXELS).flatMap(([tier, upTo]) => {
    const count = tokens[tier as keyof typeof MOST_PIXELS];
    return count === undefined ? [] : [{ upTo, tokens: count }];
  });
  return tokens['4K'] === undefined ? rows : [...rows, { tokens: tokens['4K'] }];
}
