import { open } from 'node:fs/promises';
import type { Payload } from '../contract/payload.ts';
import { bytesAt } from './sniff/bytes.ts';
import type { Sniffed } from './sniff.ts';

/** Looks at a picture's end: true where it proves that nothing is missing. */
type ProvesEnd = (tail: Uint8Array, payload: Payload) => boolean;

const TAIL_BYTES = 12;
/** A chunk without content: its length, its name, its checksum. */
const PNG_END = Buffer.from('0000000049454e44ae426082', 'hex');
const JPEG_END = Buffer.from('ffd9', 'hex');
const GIF_TRAILER = 0x3b;

const ENDS: { readonly [format: string]: ProvesEnd } = {
  png: (tail) => PNG_END.equals(tail),
  jpeg: (tail) => JPEG_END.equals(tail.subarray(-2)),
  gif: (tail) => tail.at(-1) === GIF_TRAILER,
  // RIFF tells how much follows its first eight bytes.
  webp: (_tail, { head, size }) => (bytesAt(head).le32(4) ?? Number.POSITIVE_INFINITY) + 8 <= size,
};
const DECODABLE: ReadonlySet<string | undefined> = new Set([...Object.keys(ENDS), 'avif', 'tiff']);

/**
 * Whether all of a picture is there: a connection that broke, or a provider that stored too early, leaves a good beginning.
 * The end nearly always tells; where it does not (some writers put bytes behind it), `decodes` has the last word. What cannot be
 * decoded here (HEIC, BMP) counts as whole.
 */
export async function isWhole(
  payload: Payload,
  format: Sniffed['format'],
  decodes: (payload: Payload) => Promise<boolean>,
): Promise<boolean> {
  if (!DECODABLE.has(format)) return true;
  if (ENDS[format ?? '']?.(await lastBytes(payload), payload)) return true;
  return decodes(payload);
}

/** Empty where they cannot be reached without reading everything. */
async function lastBytes({ bytes, tail, file, size }: Payload): Promise<Uint8Array> {
  const atHand = (bytes ?? tail)?.subarray(-TAIL_BYTES);
  return atHand ?? (file === undefined ? new Uint8Array() : lastOfFile(file, size));
}

async function lastOfFile(file: string, size: number): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const length = Math.min(TAIL_BYTES, size);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
