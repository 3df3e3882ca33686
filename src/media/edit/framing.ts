/** A small grey picture, one byte per pixel, `THUMB` by `THUMB`. */
export type Thumb = Uint8Array;
export const THUMB = 64;

const REACH = 6;
const ZOOMS = [0.86, 0.93, 1, 1.07, 1.14];
/** Mean difference per pixel (of 255) below which two pictures are in place. */
const IN_PLACE = 4;
/** How much better another framing must fit to be believed. */
const CLEARLY = 0.5;

/**
 * Whether a repainted picture shows the original's surroundings in another place or size, so that putting the original back
 * would tear it apart. Models that merely changed colours outside the mask, or everything, do not count: there the original
 * is what the client wants back.
 */
export function framingMoved(original: Thumb, repainted: Thumb, area: Thumb): boolean {
  const here = difference(original, repainted, area, 0, 0, 1);
  if (here < IN_PLACE) return false;
  let best = here;
  for (const zoom of ZOOMS) {
    for (let dy = -REACH; dy <= REACH; dy += 1) {
      for (let dx = -REACH; dx <= REACH; dx += 1) {
        best = Math.min(best, difference(original, repainted, area, dx, dy, zoom));
      }
    }
  }
  return best < here * CLEARLY;
}

/** Mean difference outside the area if the repainted picture lies that far off. */
function difference(
  original: Thumb,
  repainted: Thumb,
  area: Thumb,
  dx: number,
  dy: number,
  zoom: number,
): number {
  const middle = (THUMB - 1) / 2;
  let [sum, count] = [0, 0];
  for (let y = REACH; y < THUMB - REACH; y += 1) {
    const sourceY = Math.round(middle + (y - middle) * zoom) + dy;
    for (let x = REACH; x < THUMB - REACH; x += 1) {
      const sourceX = Math.round(middle + (x - middle) * zoom) + dx;
      const outside = area[y * THUMB + x] === 0;
      if (!outside || sourceX < 0 || sourceY < 0 || sourceX >= THUMB || sourceY >= THUMB) continue;
      sum += Math.abs((original[y * THUMB + x] ?? 0) - (repainted[sourceY * THUMB + sourceX] ?? 0));
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}
