import type { Size } from '../../contract/image.ts';

type Row = readonly [ratio: string, width: number, height: number];
type Ratios = { readonly [ratio: string]: Size };

const lying = (rows: readonly Row[], scale = 1): Ratios =>
  Object.fromEntries(
    rows.map(([ratio, width, height]) => [ratio, { width: width * scale, height: height * scale }]),
  );

/** Each ratio and its upright twin: `16:9` and, with the sides swapped, `9:16`. */
const bothWays = (rows: readonly Row[], scale = 1): Ratios =>
  lying(
    [...rows, ...rows.map(([ratio, w, h]) => [ratio.split(':').reverse().join(':'), h, w] as const)],
    scale,
  );

const GEMINI_3: readonly Row[] = [
  ['1:1', 1024, 1024],
  ['3:2', 1264, 848],
  ['4:3', 1200, 896],
  ['5:4', 1152, 928],
  ['16:9', 1376, 768],
];
const GEMINI_3_WIDE: readonly Row[] = [['21:9', 1584, 672]];
const STRIPS: readonly Row[] = [
  ['4:1', 2048, 512],
  ['8:1', 3072, 384],
];

/** Gemini 3 at the tier 1K. */
export const PIXELS_GEMINI_3 = { ...bothWays(GEMINI_3), ...lying(GEMINI_3_WIDE) };

/** Gemini 3.1 flash at half of that, with the long strips only it draws. */
export const PIXELS_GEMINI_3_FLASH = {
  ...bothWays([...GEMINI_3, ...STRIPS], 0.5),
  ...lying(GEMINI_3_WIDE, 0.5),
};

export const PIXELS_GEMINI_2_5 = {
  ...bothWays([
    ['1:1', 1024, 1024],
    ['3:2', 1248, 832],
    ['4:3', 1184, 864],
    ['5:4', 1152, 896],
    ['16:9', 1344, 768],
  ]),
  ...lying([['21:9', 1536, 672]]),
};

/** Ratios that nearly every model offers, at about one megapixel. */
export const PIXELS_COMMON = bothWays([
  ['1:1', 1024, 1024],
  ['3:2', 1248, 832],
  ['4:3', 1152, 864],
  ['16:9', 1344, 768],
]);

/** Seedream at its tier 2K. */
export const PIXELS_SEEDREAM = bothWays([
  ['1:1', 2048, 2048],
  ['3:2', 2496, 1664],
  ['4:3', 2304, 1728],
  ['16:9', 2848, 1600],
  ['21:9', 3136, 1344],
]);
