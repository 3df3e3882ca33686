import { createHash } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { GatewayError } from '../../contract/error.ts';
import type { Payload, PayloadWriter } from '../../contract/payload.ts';
import type { BufferPool } from '../../lib/buffer-pool.ts';
import type { MemoryBudget } from '../../lib/memory-budget.ts';
import { HashedBytes } from '../hashed-bytes.ts';
import { fileError } from './file-error.ts';
import { FilePayload, HEAD_BYTES } from './file-payload.ts';
import { HeldPayload } from './held-payload.ts';

/** A payload that grows beyond this goes to the disk, whatever memory there is. */
const MOST_HELD = 4 * 1024 * 1024;

/** What the writers of one place share. */
export interface SpoolMemory {
  readonly buffers: BufferPool;
  /** For what is held beyond the first buffer of each payload. */
  readonly budget: MemoryBudget;
}

/**
 * Takes the bytes of one payload: into one buffer while they fit, into several while there is memory for them, into a file from
 * then on, with a buffer as aggregation in front of it. Hashes while the bytes pass.
 */
export class SpoolWriter implements PayloadWriter {
  readonly #newFile: () => Promise<string>;
  readonly #buffers: BufferPool;
  readonly #budget: MemoryBudget;
  readonly #hash = createHash('sha256');
  #filling: Buffer | undefined;
  #filled = 0;
  #size = 0;
  /** Full buffers that are held, or wait for the disk. */
  #full: Buffer[] = [];
  /** Taken from the budget. */
  #heldBytes = 0;
  #goesToDisk = false;
  #payload: HeldPayload | undefined;
  #writing: Promise<void> = Promise.resolve();
  #head: Uint8Array | undefined;
  #file: string | undefined;
  #handle: FileHandle | undefined;
  #closed: GatewayError | undefined;

  /** `newFile` names a file that does not exist yet. */
  constructor(newFile: () => Promise<string>, { buffers, budget }: SpoolMemory) {
    this.#newFile = newFile;
    this.#buffers = buffers;
    this.#budget = budget;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (this.#closed) throw this.#closed;
    this.#hash.update(chunk);
    this.#size += chunk.byteLength;
    this.#copy(chunk);
    if (this.#full.length > 0 && this.#goesToDisk) return this.#flush();
  }

  async finish(): Promise<Payload> {
    if (this.#goesToDisk) return this.finishFile();
    return this.#head ? this.#finishHeld(this.#head) : this.#finishMemory();
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
    if (this.#payload) this.#letGo(this.#payload);
    this.#full = [];
    await this.#writing.catch(() => {});
    this.#stopHolding();
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
    this.#goesToDisk ||= !this.#mayHold(buffer.length);
    this.#filling = undefined;
    this.#filled = 0;
  }

  #mayHold(bytes: number): boolean {
    if (this.#heldBytes + bytes > MOST_HELD || !this.#budget.take(bytes)) return false;
    this.#heldBytes += bytes;
    return true;
  }

  #stopHolding(): void {
    this.#budget.giveBack(this.#heldBytes);
    this.#heldBytes = 0;
  }

  #finishHeld(head: Uint8Array): HeldPayload {
    if (this.#closed) throw this.#closed;
    this.#closed = finished();
    const rest = this.#filling?.subarray(0, this.#filled);
    const chunks = rest ? [...this.#full, rest] : this.#full;
    this.#payload = new HeldPayload({ chunks, size: this.#size, head, sha256: this.#hash.digest('hex') });
    return this.#payload;
  }

  /** Its buffers are lent again where nobody can still read them, else left to the garbage collector. */
  #letGo(payload: HeldPayload): void {
    this.#payload = undefined;
    if (payload.letGo()) for (const buffer of this.#full) this.#buffers.giveBack(buffer);
    else this.#filling = undefined;
    this.#stopHolding();
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
      this.#stopHolding();
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
