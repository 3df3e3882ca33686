import type { Size } from '../../contract/image.ts';
import { fromGrey, type Pixels, toGrey } from './open.ts';

/**
 * How much of the repainted picture shows, per pixel: 0 outside the area without exception, rising to 255 within a few pixels
 * inside of its edge.
 */
export async function feathered(area: Uint8Array, size: Size): Promise<Uint8Array> {
  const width = featherWidth(size);
  if (width === 0) return area;
  const blurred = await toGrey(fromGrey(area, size).blur(width / 2));
  // At a straight edge the blur crosses half; doubling what is above brings it to 0 there and to 255 further in.
  return blurred.map((value, at) => (area[at] === 0 ? 0 : Math.max(0, value * 2 - 255)));
}

/** 2–4 pixels; none in pictures so small that it would eat the area. */
function featherWidth({ width, height }: Size): number {
  const short = Math.min(width, height);
  return short < 256 ? 0 : Math.min(4, Math.max(2, Math.round(short / 256)));
}

/** Where `weight` is 0 the result is exactly `below`, where it is 255 exactly `above`. */
export function blend(below: Pixels, above: Pixels, weight: Uint8Array): Pixels {
  const data = Uint8Array.from(below.data);
  for (let index = 0; index < weight.length; index += 1) {
    const share = weight[index] ?? 0;
    if (share === 0) continue;
    for (let at = index * 4; at < index * 4 + 4; at += 1) {
      const from = below.data[at] ?? 0;
      data[at] = Math.round(from + (((above.data[at] ?? 0) - from) * share) / 255);
    }
  }
  return { data, width: below.width, height: below.height };
}
