import type { Price } from '../../contract/capability.ts';

const SPEC = 'OpenAI model pages, seen 2026-11';
const LISTED = 'OpenAI list prices, LobeHub model bank 2026-09-27';
const GUIDE = 'OpenAI image guide, rounded, seen 2026-07-27';

/** US dollars per million tokens. */
interface Row {
  readonly text: number;
  readonly cachedText: number;
  readonly image: number;
  readonly cachedImage: number;
  readonly drawn: number;
  readonly written?: number;
}

function tokenPrices(row: Row, source: string): Price[] {
  const price = (what: Price['what'], usd: number, variant?: string): Price => ({
    ...{ what, per: 'million_tokens', usd, source },
    ...(variant !== undefined && { variant }),
  });
  return [
    price('input_text', row.text),
    price('input_image', row.image),
    price('cached_input', row.cachedText, 'text'),
    price('cached_input', row.cachedImage, 'image'),
    price('output_image', row.drawn),
    ...(row.written === undefined ? [] : [price('output_text', row.written)]),
  ];
}

const SIZES = ['1024x1024', '1024x1536', '1536x1024'];

/** What one picture roughly costs: for `low`, `medium` and `high` the square, the upright and the wide one. */
const picturePrices = (rows: readonly (readonly number[])[]): Price[] =>
  rows.flatMap((row, at) =>
    row.map((usd, size): Price => {
      const variant = `${['low', 'medium', 'high'][at]} ${SIZES[size]}`;
      return { what: 'output_image', per: 'image', usd, variant, approximate: true, source: GUIDE };
    }),
  );

const GENERATION_2: Row = { text: 5, cachedText: 1.25, image: 8, cachedImage: 2, drawn: 30 };

export const GPT_IMAGE_25_PRICES = tokenPrices(GENERATION_2, SPEC);
export const GPT_IMAGE_2_PRICES = [
  ...tokenPrices(GENERATION_2, SPEC),
  ...picturePrices([
    [0.006, 0.005, 0.005],
    [0.053, 0.041, 0.041],
    [0.211, 0.165, 0.165],
  ]),
];
export const GPT_IMAGE_15_PRICES = [
  ...tokenPrices(
    { text: 5, cachedText: 1.25, image: 8, cachedImage: 2, drawn: 32, written: 10 },
    `${LISTED}; text output: resellers' copies of OpenAI's table, seen 2026-03`,
  ),
  ...picturePrices([
    [0.009, 0.013, 0.013],
    [0.034, 0.05, 0.05],
    [0.133, 0.2, 0.2],
  ]),
];
export const GPT_IMAGE_1_MINI_PRICES = [
  ...tokenPrices({ text: 2, cachedText: 0.2, image: 2.5, cachedImage: 0.25, drawn: 8 }, LISTED),
  ...picturePrices([
    [0.005, 0.006, 0.006],
    [0.011, 0.015, 0.015],
    [0.036, 0.052, 0.052],
  ]),
];
export const GPT_IMAGE_1_PRICES = tokenPrices(
  { text: 5, cachedText: 1.25, image: 10, cachedImage: 2.5, drawn: 40 },
  LISTED,
);
