import type { Size } from '../../contract/image.ts';

type Ratios = { readonly [ratio: string]: Size };

const size = (width: number, height: number): Size => ({ width, height });
const half = ({ width, height }: Size): Size => size(width / 2, height / 2);
const mapSizes = (ratios: Ratios, change: (size: Size) => Size): Ratios =>
  Object.fromEntries(Object.entries(ratios).map(([ratio, pixels]) => [ratio, change(pixels)]));

/** Adds each wide ratio's upright twin: `3:2` → `2:3` with the sides swapped. */
function withPortraits(wide: Ratios): Ratios {
  const upright = Object.entries(wide)
    .filter(([ratio]) => ratio !== '1:1' && ratio !== '21:9')
    .map(
      ([ratio, { width, height }]) => [ratio.split(':').reverse().join(':'), size(height, width)] as const,
    );
  return { ...wide, ...Object.fromEntries(upright) };
}

/** Pixels of Gemini 3.x pictures at the tier `1K`. */
export const PIXELS_1K = withPortraits({
  '1:1': size(1024, 1024),
  '3:2': size(1264, 848),
  '4:3': size(1200, 896),
  '5:4': size(1152, 928),
  '16:9': size(1376, 768),
  '21:9': size(1584, 672),
});

/** The same with the long strips that only the flash models draw. */
export const PIXELS_1K_STRIPS: Ratios = {
  ...PIXELS_1K,
  ...withPortraits({ '4:1': size(2048, 512), '8:1': size(3072, 384) }),
};

/** Pixels at the tier `512`, half of `1K` per side. */
export const PIXELS_512_STRIPS = mapSizes(PIXELS_1K_STRIPS, half);

/** Pixels of Gemini 2.5 pictures, which know no tiers. */
export const PIXELS_2_5 = withPortraits({
  '1:1': size(1024, 1024),
  '3:2': size(1248, 832),
  '4:3': size(1184, 864),
  '5:4': size(1152, 896),
  '16:9': size(1344, 768),
  '21:9': size(1536, 672),
});
