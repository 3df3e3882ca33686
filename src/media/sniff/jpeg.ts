import { type ByteReader, bytesAt } from './bytes.ts';
import type { Sniffed } from './sniffed.ts';

const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
const ORIENTATION_TAG = 0x0112;
/** From this EXIF orientation on the picture lies on its side. */
const FIRST_TURNED = 5;

export function sniffJpeg(head: Uint8Array): Sniffed | undefined {
  const bytes = bytesAt(head);
  if (bytes.be16(0) !== 0xffd8 || bytes.u8(2) !== 0xff) return undefined;
  return { mediaType: 'image/jpeg', format: 'jpeg', hasAlpha: false, ...frameSize(bytes) };
}

/** Walks the segments to the frame header; EXIF, ICC and thumbnails stand before it. */
function frameSize(bytes: ByteReader) {
  let at = 2;
  let orientation = 1;
  while (at + 4 <= bytes.length) {
    const marker = bytes.u8(at + 1) ?? 0;
    if (bytes.u8(at) !== 0xff || marker === START_OF_SCAN) break;
    if (marker === 0xff || isStandalone(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (isFrame(marker)) {
      const [height, width] = [bytes.be16(at + 5), bytes.be16(at + 7)];
      return orientation >= FIRST_TURNED ? bytes.size(height, width) : bytes.size(width, height);
    }
    if (marker === APP1) orientation = exifOrientation(bytes, at + 4) ?? orientation;
    at += 2 + (bytes.be16(at + 2) ?? 0);
  }
  return {};
}

/** SOF0–SOF15 but for DHT (C4), JPG (C8) and DAC (CC), which share the range. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const isStandalone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

function exifOrientation(bytes: ByteReader, at: number): number | undefined {
  if (!bytes.ascii(at, 'Exif\0\0')) return undefined;
  const tiff = at + 6;
  const little = bytes.ascii(tiff, 'II');
  const read16 = little ? bytes.le16 : bytes.be16;
  const read32 = little ? bytes.le32 : bytes.be32;
  const directory = tiff + (read32(tiff + 4) ?? Number.NaN);
  const count = read16(directory) ?? 0;
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (read16(entry) === ORIENTATION_TAG) return read16(entry + 8);
  }
  return undefined;
}
