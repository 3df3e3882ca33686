import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, unlink } from 'node:fs/promises';
import { GatewayError } from '../../contract/error.ts';
import { BytesPayload, type Payload, type PayloadWriter } from '../../contract/payload.ts';
import type { BufferPool } from '../../lib/buffer-pool.ts';
import { HashedBytes } from '../hashed-bytes.ts';
import { fileError } from './file-error.ts';
import { FilePayload, HEAD_BYTES } from './file-payload.ts';
import type { NewFile } from './spool-folder.ts';

/**
 * Takes the bytes of one payload: into one buffer while they fit, into a file from then on, with the buffer as
 * aggregation in front of it. Hashes while the bytes pass, where somebody will ask for it.
 */
export class SpoolWriter implements PayloadWriter {
  readonly #newFile: () => Promise<NewFile>;
  readonly #buffers: BufferPool;
  readonly #hash: Hash | undefined;
  #filling: Buffer | undefined;
  #filled = 0;
  #size = 0;
  /** Full buffers that wait for the disk. */
  #full: Buffer[] = [];
  #writing: Promise<void> = Promise.resolve();
  #head: Uint8Array | undefined;
  #file: string | undefined;
  #handle: FileHandle | undefined;
  /** The disk's. */
  #failure: GatewayError | undefined;
  #isClosed = false;

  constructor(newFile: () => Promise<NewFile>, buffers: BufferPool, hashed: boolean) {
    this.#newFile = newFile;
    this.#buffers = buffers;
    this.#hash = hashed ? createHash('sha256') : undefined;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    this.#refuseClosed();
    this.#hash?.update(chunk);
    this.#size += chunk.byteLength;
    this.#copy(chunk);
    if (this.#full.length > 0) return this.#flush();
  }

  async finish(): Promise<Payload> {
    // Nothing was passed on to the disk yet: all of it fits the memory.
    return this.#head ? this.#finishFile(this.#head) : this.#finishMemory();
  }

  /** Forgets everything; the file is gone when the promise resolves. */
  async abort(): Promise<void> {
    this.#isClosed = true;
    this.#full = [];
    await this.#writing.catch(() => {});
    this.#release();
    await this.#handle?.close().catch(() => {});
    this.#handle = undefined;
    if (this.#file !== undefined) await unlink(this.#file).catch(() => {});
  }

  #copy(chunk: Uint8Array): void {
    for (let offset = 0; offset < chunk.byteLength; ) {
      this.#filling ??= this.#buffers.take();
      // A buffer is passed on only when more bytes come: what fits it exactly still stays in memory.
      if (this.#filled === this.#filling.length) this.#passOn(this.#filling);
      else {
        const piece = chunk.subarray(offset, offset + this.#filling.length - this.#filled);
        this.#filling.set(piece, this.#filled);
        this.#filled += piece.byteLength;
        offset += piece.byteLength;
      }
    }
  }

  #passOn(buffer: Buffer): void {
    this.#head ??= Buffer.from(buffer.subarray(0, HEAD_BYTES));
    this.#full.push(buffer);
    this.#filling = undefined;
    this.#filled = 0;
  }

  /** Chains one more round of writing; a failure ends the writer, and whoever waits learns it. */
  #flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#drain());
    // Nobody may be waiting when the disk fails: the next call throws then, the process must not end.
    this.#writing.catch((error: unknown) => {
      this.#failure ??= fileError(error);
    });
    return this.#writing;
  }

  async #drain(): Promise<void> {
    try {
      const handle = await this.#openFile();
      for (let buffer = this.#full.shift(); buffer; buffer = this.#full.shift()) {
        await writeWhole(handle, buffer);
        this.#buffers.giveBack(buffer);
      }
    } catch (error) {
      throw fileError(error);
    }
  }

  async #openFile(): Promise<FileHandle> {
    if (this.#handle) return this.#handle;
    const { path, handle } = await this.#newFile();
    this.#file = path;
    this.#handle = handle;
    return handle;
  }

  #refuseClosed(): void {
    if (this.#failure) throw this.#failure;
    if (this.#isClosed) throw closedWriter();
  }

  #finishMemory(): BytesPayload {
    this.#refuseClosed();
    const bytes = Uint8Array.from(this.#filling?.subarray(0, this.#filled) ?? []);
    this.#isClosed = true;
    this.#release();
    return this.#hash ? new HashedBytes(bytes, this.#hash.digest('hex')) : new BytesPayload(bytes);
  }

  async #finishFile(head: Uint8Array): Promise<FilePayload> {
    this.#refuseClosed();
    const file = await this.#writeRest(this.#filling?.subarray(0, this.#filled) ?? new Uint8Array());
    this.#isClosed = true;
    return new FilePayload({ file, size: this.#size, head, sha256: this.#hash?.digest('hex') });
  }

  /** Completes and closes the file; its path. */
  async #writeRest(rest: Uint8Array): Promise<string> {
    try {
      await this.#flush();
      const handle = await this.#openFile();
      await writeWhole(handle, rest);
      await handle.close();
      this.#handle = undefined;
      this.#release();
      return this.#file ?? '';
    } catch (error) {
      await this.abort();
      throw fileError(error);
    }
  }

  #release(): void {
    if (this.#filling) this.#buffers.giveBack(this.#filling);
    this.#filling = undefined;
  }
}

/** Writes all of it, in as many system calls as it takes. */
export async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.byteLength; ) {
    const { bytesWritten } = await handle.write(bytes, offset);
    offset += bytesWritten;
  }
}

export const closedWriter = (): GatewayError =>
  new GatewayError('internal', 'The gateway failed to handle this request.', {
    internal: 'a payload writer was used after it was finished, aborted or disposed of',
  });
