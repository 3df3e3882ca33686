import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Payload } from '../../contract/payload.ts';
import { BufferPool } from '../../lib/buffer-pool.ts';
import type { Blobs, ExchangeSpool } from '../ports.ts';
import { BlobFolder } from './blob-folder.ts';
import { FsExchangeSpool } from './exchange-spool.ts';
import { fileError } from './file-error.ts';
import { HEAD_BYTES } from './file-payload.ts';
import { SpoolFolder } from './spool-folder.ts';
import { SpoolWriter } from './spool-writer.ts';

export interface FsBlobsOptions {
  /** Data directory; `spool/` and `blobs/` are made below it. */
  readonly directory: string;
  /** Bytes up to which a payload stays in memory, at least 64 KiB; default 128 KiB. */
  readonly memoryLimit?: number;
}

/** Pictures in the local file system. Removes what dead processes left in the spool. */
export async function createFsBlobs({ directory, memoryLimit = 131_072 }: FsBlobsOptions): Promise<Blobs> {
  const blobs = join(directory, 'blobs');
  await mkdir(blobs, { recursive: true, mode: 0o700 });
  const spool = await SpoolFolder.create(join(directory, 'spool'));
  return new FsBlobs(spool, new BlobFolder(blobs), new BufferPool(Math.max(memoryLimit, HEAD_BYTES)));
}

class FsBlobs implements Blobs {
  readonly #folder: SpoolFolder;
  readonly #kept: BlobFolder;
  readonly #buffers: BufferPool;

  constructor(folder: SpoolFolder, kept: BlobFolder, buffers: BufferPool) {
    this.#folder = folder;
    this.#kept = kept;
    this.#buffers = buffers;
  }

  spool(): ExchangeSpool {
    return new FsExchangeSpool(this.#folder, this.#buffers);
  }

  async keep(payload: Payload): Promise<{ sha256: string; size: number }> {
    const { file, sha256, size } = payload;
    try {
      if (file === undefined || sha256 === undefined) return await this.#keepCopy(payload);
      await this.#kept.place(file, sha256, size);
      return { sha256, size };
    } catch (error) {
      throw fileError(error);
    }
  }

  open(sha256: string): Promise<Payload | undefined> {
    return this.#kept.open(sha256);
  }

  delete(sha256: string): Promise<void> {
    return this.#kept.delete(sha256);
  }

  names(): AsyncIterable<string> {
    return this.#kept.names();
  }

  /** For what is no hashed file yet: makes it one, keeps that, and drops the temporary name. */
  async #keepCopy(payload: Payload): Promise<{ sha256: string; size: number }> {
    const writer = new SpoolWriter(() => this.#folder.newFile(), this.#buffers);
    try {
      for await (const chunk of payload.read('lent')) await writer.write(chunk);
      const { file, sha256, size } = await writer.finishFile();
      await this.#kept.place(file, sha256, size);
      return { sha256, size };
    } finally {
      await writer.abort();
    }
  }
}
