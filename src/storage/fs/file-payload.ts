import { type FileHandle, open } from 'node:fs/promises';
import { GatewayError } from '../../contract/error.ts';
import type { Payload } from '../../contract/payload.ts';
import { fileError } from './file-error.ts';

/** How much of a payload's beginning is held in memory. */
export const HEAD_BYTES = 65_536;

/**
 * Large enough to make few system calls, small enough that many slow readers stay cheap. A multiple of three, so that base64 is
 * made of every piece by itself: carrying a byte over copies the whole next piece and doubles the cost.
 */
const READ_BYTES = 196_608;

interface FileFacts {
  readonly file: string;
  readonly size: number;
  readonly head: Uint8Array;
  readonly sha256: string;
}

/** A payload whose content is a finished file. */
export class FilePayload implements Payload {
  readonly file: string;
  readonly size: number;
  readonly head: Uint8Array;
  readonly sha256: string;

  constructor({ file, size, head, sha256 }: FileFacts) {
    this.file = file;
    this.size = size;
    this.head = head;
    this.sha256 = sha256;
  }

  async *read(): AsyncGenerator<Uint8Array> {
    const handle = await openForReading(this.file);
    try {
      for (let position = 0; position < this.size; ) {
        const chunk = await readChunk(handle, position, Math.min(READ_BYTES, this.size - position));
        position += chunk.byteLength;
        yield chunk;
      }
    } finally {
      await handle.close();
    }
  }
}

/** The first bytes of a file, up to 64 KiB. */
export async function readHead(handle: FileHandle, size: number): Promise<Uint8Array> {
  const head = Buffer.alloc(Math.min(HEAD_BYTES, size));
  for (let filled = 0; filled < head.length; ) {
    const { bytesRead } = await handle.read(head, filled, head.length - filled, filled);
    if (bytesRead === 0) throw truncated();
    filled += bytesRead;
  }
  return head;
}

async function openForReading(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    throw fileError(error);
  }
}

/** A fresh buffer each time: whoever reads may still hold the last one (a socket's write queue). */
async function readChunk(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position).catch((error: unknown) => {
    throw fileError(error);
  });
  if (bytesRead === 0) throw truncated();
  return buffer.subarray(0, bytesRead);
}

const truncated = (): GatewayError =>
  new GatewayError('internal', 'The gateway could not read an image.', {
    internal: 'a stored file is shorter than it was when it was written',
  });
