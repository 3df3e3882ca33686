import { createHash } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { GatewayError } from '../../contract/error.ts';
import type { Payload, PayloadWriter } from '../../contract/payload.ts';
import type { BufferPool } from '../../lib/buffer-pool.ts';
import { HashedBytes } from '../hashed-bytes.ts';
import { fileError } from './file-error.ts';
import { FilePayload, HEAD_BYTES } from './file-payload.ts';

/**
 * Takes the bytes of one payload: into one buffer while they fit, into a file from then on, with the buffer as
 * aggregation in front of it. Hashes while the bytes pass.
 */
export class SpoolWriter implements PayloadWriter {
  readonly #newFile: () => Promise<string>;
  readonly #buffers: BufferPool;
  readonly #hash = createHash('sha256');
  #filling: Buffer | undefined;
  #filled = 0;
  #size = 0;
  /** Full buffers that wait for the disk. */
  #full: Buffer[] = [];
  #writing: Promise<void> = Promise.resolve();
  #head: Uint8Array | undefined;
  #file: string | undefined;
  #handle: FileHandle | undefined;
  #closed: GatewayError | undefined;

  /** `newFile` names a file that does not exist yet. */
  constructor(newFile: () => Promise<string>, buffers: BufferPool) {
    this.#newFile = newFile;
    this.#buffers = buffers;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (this.#closed) throw this.#closed;
    this.#hash.update(chunk);
    this.#size += chunk.byteLength;
    this.#copy(chunk);
    if (this.#full.length > 0) return this.#flush();
  }

  async finish(): Promise<Payload> {
    // Nothing was passed on to the disk yet: all of it fits the memory.
    return this.#head ? this.finishFile() : this.#finishMemory();
  }

  /** Like `finish`, but a file whatever the size. */
  async finishFile(): Promise<FilePayload> {
    if (this.#closed) throw this.#closed;
    const rest = this.#filling?.subarray(0, this.#filled) ?? new Uint8Array();
    const head = this.#head ?? Uint8Array.from(rest.subarray(0, HEAD_BYTES));
    const file = await this.#writeRest(rest);
    this.#closed = finished();
    return new FilePayload({ file, size: this.#size, head, sha256: this.#hash.digest('hex') });
  }

  /** Forgets everything; the file is gone when the promise resolves. */
  async abort(): Promise<void> {
    this.#closed ??= finished();
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
      this.#closed ??= fileError(error);
    });
    return this.#writing;
  }

  async #drain(): Promise<void> {
    try {
      this.#handle ??= await this.#openFile();
      for (let buffer = this.#full.shift(); buffer; buffer = this.#full.shift()) {
        await writeWhole(this.#handle, buffer);
        this.#buffers.giveBack(buffer);
      }
    } catch (error) {
      throw fileError(error);
    }
  }

  async #openFile(): Promise<FileHandle> {
    const file = await this.#newFile();
    const handle = await open(file, 'wx', 0o600);
    this.#file = file;
    return handle;
  }

  #finishMemory(): HashedBytes {
    if (this.#closed) throw this.#closed;
    const bytes = Uint8Array.from(this.#filling?.subarray(0, this.#filled) ?? []);
    this.#closed = finished();
    this.#release();
    return new HashedBytes(bytes, this.#hash.digest('hex'));
  }

  /** Completes and closes the file; its path. */
  async #writeRest(rest: Uint8Array): Promise<string> {
    try {
      await this.#flush();
      this.#handle ??= await this.#openFile();
      await writeWhole(this.#handle, rest);
      await this.#handle.close();
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

async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.byteLength; ) {
    const { bytesWritten } = await handle.write(bytes, offset);
    offset += bytesWritten;
  }
}

const finished = (): GatewayError =>
  new GatewayError('internal', 'The gateway failed to handle this request.', {
    internal: 'a payload writer was used after it was finished, aborted or disposed of',
  });
