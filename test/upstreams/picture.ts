import { createHash } from 'node:crypto';
import sharp from 'sharp';

export interface PictureOptions {
  readonly width: number;
  readonly height: number;
  readonly format: 'png' | 'jpeg' | 'webp';
  /** Makes the right half of the picture fully transparent (png and webp). */
  readonly alpha?: boolean;
  /** Chooses the colours: another label gives another picture, the same one the same bytes. */
  readonly label?: string;
  /** A picture to redraw: scaled to the size, then every pixel of it is visibly changed. */
  readonly from?: Buffer;
  /** 1–100, of jpeg and webp. */
  readonly quality?: number;
}

export interface PictureFacts {
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly hasAlpha: boolean;
}

/** A picture that really decodes: a gradient, or `from` with every pixel changed. The same options give the same bytes. */
export async function makePicture(options: PictureOptions): Promise<Buffer> {
  const { width, height } = options;
  const pixels = options.from ? await redraw(options.from, width, height) : gradient(options);
  if (options.alpha) clearRightHalf(pixels, width);
  const image = sharp(pixels, { raw: { width, height, channels: 4 } });
  const opaque = options.alpha ? image : image.removeAlpha();
  const quality = options.quality ?? 80;
  if (options.format === 'jpeg') return opaque.flatten({ background: '#fff' }).jpeg({ quality }).toBuffer();
  if (options.format === 'webp') return opaque.webp({ quality, effort: 0 }).toBuffer();
  return opaque.png({ compressionLevel: 3 }).toBuffer();
}

/** What the bytes really are. Rejects when they are no picture. */
export async function inspectPicture(buffer: Buffer): Promise<PictureFacts> {
  const image = sharp(buffer);
  const { width, height, format, hasAlpha } = await image.metadata();
  await image.stats();
  return { width, height, format, hasAlpha: hasAlpha ?? false };
}

/** True when some pixel of it can be seen through. */
export async function isSeeThrough(buffer: Buffer): Promise<boolean> {
  return !(await sharp(buffer).stats()).isOpaque;
}

function gradient({ width, height, label = '' }: PictureOptions): Buffer {
  const [red = 0, green = 0, blue = 0] = createHash('sha256').update(label).digest();
  const pixels = Buffer.allocUnsafe(width * height * 4);
  for (let y = 0, at = 0; y < height; y += 1) {
    const down = Math.floor((y * 96) / height);
    for (let x = 0; x < width; x += 1, at += 4) {
      const across = Math.floor((x * 96) / width);
      pixels[at] = (red + across) & 255;
      pixels[at + 1] = (green + down) & 255;
      pixels[at + 2] = (blue + across + down) & 255;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/** Half-way round the colour circle: no pixel stays what it was. */
async function redraw(from: Buffer, width: number, height: number): Promise<Buffer> {
  const pixels = await sharp(from).resize(width, height, { fit: 'fill' }).ensureAlpha().raw().toBuffer();
  for (let at = 0; at < pixels.length; at += 4) {
    for (const channel of [at, at + 1, at + 2]) pixels[channel] = ((pixels[channel] ?? 0) + 128) & 255;
    pixels[at + 3] = 255;
  }
  return pixels;
}

function clearRightHalf(pixels: Buffer, width: number): void {
  for (let at = 3; at < pixels.length; at += 4) {
    if (((at >> 2) % width) * 2 >= width) pixels[at] = 0;
  }
}
