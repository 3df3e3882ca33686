import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Payload } from '../../contract/payload.ts';
import { BufferPool } from '../../lib/buffer-pool.ts';
import { sha256Of } from '../../lib/sha256.ts';
import type { Blobs, ExchangeSpool } from '../ports.ts';
import { BlobFolder } from './blob-folder.ts';
import { FsExchangeSpool, type SpoolPlaces } from './exchange-spool.ts';
import { fileError } from './file-error.ts';
import { HEAD_BYTES } from './file-payload.ts';
import { HeldMemory } from './held-memory.ts';
import { SpoolFolder } from './spool-folder.ts';

export interface FsBlobsOptions {
  /** Data directory; `spool/` and `blobs/` are made below it. */
  readonly directory: string;
  /** Bytes up to which a payload stays in memory, at least 64 KiB; default 128 KiB. */
  readonly memoryLimit?: number;
  /** Bytes that payloads of up to 4 MiB may take of the memory together, where their length is known beforehand; default none. */
  readonly heldBytes?: number;
}

/** Pictures in the local file system. Removes what dead processes left in the spool. */
export async function createFsBlobs(options: FsBlobsOptions): Promise<Blobs> {
  const { directory, memoryLimit = 131_072, heldBytes = 0 } = options;
  const blobs = join(directory, 'blobs');
  await mkdir(blobs, { recursive: true, mode: 0o700 });
  const folder = await SpoolFolder.create(join(directory, 'spool'));
  const buffers = new BufferPool(Math.max(memoryLimit, HEAD_BYTES));
  return new FsBlobs(new BlobFolder(blobs, folder), { folder, buffers, memory: new HeldMemory(heldBytes) });
}

class FsBlobs implements Blobs {
  readonly #kept: BlobFolder;
  readonly #places: SpoolPlaces;

  constructor(kept: BlobFolder, places: SpoolPlaces) {
    this.#kept = kept;
    this.#places = places;
  }

  spool(): ExchangeSpool {
    return new FsExchangeSpool(this.#places);
  }

  async keep(payload: Payload): Promise<{ sha256: string; size: number }> {
    const { size } = payload;
    try {
      const sha256 = payload.sha256 ?? (await sha256Of(payload.read('lent')));
      await this.#kept.place(payload, sha256);
      return { sha256, size };
    } catch (error) {
      throw fileError(error);
    }
  }

  open(sha256: string): Promise<Payload | undefined> {
    return this.#kept.open(sha256);
  }

  writtenAt(sha256: string): Promise<number | undefined> {
    return this.#kept.writtenAt(sha256);
  }

  delete(sha256: string): Promise<void> {
    return this.#kept.delete(sha256);
  }

  names(): AsyncIterable<string> {
    return this.#kept.names();
  }
}
