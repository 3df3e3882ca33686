import { bytesAt } from './bytes.ts';
import type { Sniffed } from './sniffed.ts';

const WIDTH_TAG = 256;
const HEIGHT_TAG = 257;
const SHORT = 3;

export function sniffTiff(head: Uint8Array): Sniffed | undefined {
  const bytes = bytesAt(head);
  const little = bytes.ascii(0, 'II*\0');
  if (!little && !bytes.ascii(0, 'MM\0*')) return undefined;
  const read16 = little ? bytes.le16 : bytes.be16;
  const read32 = little ? bytes.le32 : bytes.be32;
  const directory = read32(4) ?? 0;
  const tag = (wanted: number): number | undefined => {
    const count = read16(directory) ?? 0;
    for (let entry = directory + 2; entry < directory + 2 + count * 12; entry += 12) {
      if (read16(entry) === wanted)
        return read16(entry + 2) === SHORT ? read16(entry + 8) : read32(entry + 8);
    }
    return undefined;
  };
  return { mediaType: 'image/tiff', format: 'tiff', ...bytes.size(tag(WIDTH_TAG), tag(HEIGHT_TAG)) };
}
