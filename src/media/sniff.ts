import { bytesAt } from './sniff/bytes.ts';
import { sniffIsoMedia } from './sniff/iso-media.ts';
import { sniffJpeg } from './sniff/jpeg.ts';
import { sniffPng } from './sniff/png.ts';
import type { Sniffed } from './sniff/sniffed.ts';
import { sniffText } from './sniff/text.ts';
import { sniffTiff } from './sniff/tiff.ts';
import { sniffWebp } from './sniff/webp.ts';

export type { Sniffed };

/** Recognises one format from the first bytes; undefined: not mine. */
type Sniffer = (head: Uint8Array) => Sniffed | undefined;

const SNIFFERS: readonly Sniffer[] = [
  sniffPng,
  sniffJpeg,
  sniffWebp,
  sniffGif,
  sniffIsoMedia,
  sniffBmp,
  sniffTiff,
  sniffText,
];

/** The real type of some bytes, from their beginning; never from what somebody declared. */
export function sniff(head: Uint8Array): Sniffed | undefined {
  for (const sniffer of SNIFFERS) {
    const found = sniffer(head);
    if (found) return found;
  }
  return undefined;
}

function sniffGif(head: Uint8Array): Sniffed | undefined {
  const bytes = bytesAt(head);
  if (!bytes.ascii(0, 'GIF87a') && !bytes.ascii(0, 'GIF89a')) return undefined;
  return { mediaType: 'image/gif', format: 'gif', ...bytes.size(bytes.le16(6), bytes.le16(8)) };
}

function sniffBmp(head: Uint8Array): Sniffed | undefined {
  const bytes = bytesAt(head);
  const isHeader = bytes.ascii(0, 'BM') && (bytes.le32(14) ?? 0) >= 12 && (bytes.le32(14) ?? 0) <= 124;
  if (!isHeader) return undefined;
  // The height is negative where rows run from top to bottom.
  const height = bytes.le32(22);
  const size = bytes.size(bytes.le32(18), height === undefined ? undefined : Math.abs(height | 0));
  return { mediaType: 'image/bmp', format: 'bmp', ...size };
}
