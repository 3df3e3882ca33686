import { type FileHandle, open } from 'node:fs/promises';
import { GatewayError } from '../../contract/error.ts';
import { LENT_BYTES, type Payload } from '../../contract/payload.ts';
import { BufferPool } from '../../lib/buffer-pool.ts';
import { fileError } from './file-error.ts';

/** How much of a payload's beginning is held in memory. */
export const HEAD_BYTES = 65_536;

/**
 * Large enough to make few system calls, small enough that many slow readers stay cheap. A multiple of three, so that base64 is
 * made of every piece by itself: carrying a byte over copies the whole next piece and doubles the cost.
 */
const READ_BYTES = 98_304;
const readBuffers = new BufferPool(READ_BYTES);

interface FileFacts {
  readonly file: string;
  readonly size: number;
  readonly head: Uint8Array;
  readonly sha256: string | undefined;
}

/** A payload whose content is a finished file. */
export class FilePayload implements Payload {
  readonly file: string;
  readonly size: number;
  readonly head: Uint8Array;
  readonly sha256?: string;

  constructor({ file, size, head, sha256 }: FileFacts) {
    this.file = file;
    this.size = size;
    this.head = head;
    if (sha256 !== undefined) this.sha256 = sha256;
  }

  async *read(chunks?: 'lent'): AsyncGenerator<Uint8Array> {
    const handle = await openForReading(this.file);
    try {
      const lent = chunks === 'lent' && this.size >= LENT_BYTES ? readBuffers.take() : undefined;
      for (let position = 0; position < this.size; ) {
        const length = Math.min(READ_BYTES, this.size - position);
        const buffer = lent && length >= LENT_BYTES ? lent : Buffer.allocUnsafeSlow(length);
        yield await fill(handle, buffer.subarray(0, length), position);
        position += length;
      }
      // Not when the reader leaves early: somebody may still hold the last chunk then.
      if (lent) readBuffers.giveBack(lent);
    } finally {
      await handle.close();
    }
  }
}

/** The first bytes of a file, up to 64 KiB. */
export const readHead = (handle: FileHandle, size: number): Promise<Uint8Array> =>
  fill(handle, Buffer.alloc(Math.min(HEAD_BYTES, size)), 0);

/** Reads until the buffer is full. */
async function fill(handle: FileHandle, buffer: Buffer, position: number): Promise<Uint8Array> {
  for (let filled = 0; filled < buffer.length; ) {
    const { bytesRead } = await readSome(handle, buffer.subarray(filled), position + filled);
    if (bytesRead === 0) throw truncated();
    filled += bytesRead;
  }
  return buffer;
}

async function readSome(handle: FileHandle, buffer: Buffer, position: number) {
  try {
    return await handle.read(buffer, 0, buffer.length, position);
  } catch (error) {
    throw fileError(error);
  }
}

async function openForReading(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    throw fileError(error);
  }
}

const truncated = (): GatewayError =>
  new GatewayError('internal', 'The gateway could not read an image.', {
    internal: 'a stored file is shorter than it was when it was written',
  });
