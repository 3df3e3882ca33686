import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Metadata } from 'sharp';

/** Decodes the picture that a pasted command left behind: a file in `folder`, or a data URL in the JSON it printed. */
export async function printedPicture(stdout: string, folder: string): Promise<Metadata> {
  const file = (await readdir(folder)).find((name) => /\.(png|jpe?g|webp)$/.test(name));
  const bytes = file ? await readFile(join(folder, file)) : fromDataUrl(stdout);
  // `stats` decodes every pixel; `metadata` alone would be content with the header.
  await sharp(bytes).stats();
  return sharp(bytes).metadata();
}

function fromDataUrl(stdout: string): Buffer {
  const base64 = /data:image\/[a-z]+;base64,([A-Za-z0-9+/=]+)/.exec(stdout)?.[1];
  if (base64 === undefined) throw new Error(`no picture in: ${stdout.slice(0, 500)}`);
  return Buffer.from(base64, 'base64');
}
