import { randomFillSync } from 'node:crypto';
import sharp from 'sharp';

/** A PNG that cannot be compressed: three bytes for every pixel. */
export function noisePicture(width: number, height: number): Promise<Buffer> {
  const pixels = randomFillSync(Buffer.allocUnsafe(width * height * 3));
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
}
