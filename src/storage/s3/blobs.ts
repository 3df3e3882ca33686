import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Payload } from '../../contract/payload.ts';
import { BufferPool } from '../../lib/buffer-pool.ts';
import { FsExchangeSpool, type SpoolPlaces } from '../fs/exchange-spool.ts';
import { HEAD_BYTES } from '../fs/file-payload.ts';
import { HeldMemory } from '../fs/held-memory.ts';
import { SpoolFolder } from '../fs/spool-folder.ts';
import { HashedBytes } from '../hashed-bytes.ts';
import type { Blobs, ExchangeSpool } from '../ports.ts';
import { Bucket, type BucketOptions } from './bucket.ts';
import { S3Payload } from './s3-payload.ts';

export interface S3BlobsOptions extends BucketOptions {
  /** Stands before every name in the bucket, as `axonhub/`. Default: nothing. */
  readonly prefix?: string;
  /** Local data directory: `spool/` is made below it, for what is under way. */
  readonly directory: string;
  /** Bytes up to which a payload stays in memory, at least 64 KiB; default 128 KiB. */
  readonly memoryLimit?: number;
  /** Bytes that payloads of up to 4 MiB may take of the memory together, where their length is known beforehand; default none. */
  readonly heldBytes?: number;
}

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Pictures in a bucket, shared by all nodes; only what is under way lies on the local disk. Rejects when the bucket cannot
 * be used.
 */
export async function createS3Blobs(options: S3BlobsOptions): Promise<Blobs> {
  const { directory, memoryLimit = 131_072, heldBytes = 0, prefix = '' } = options;
  const bucket = new Bucket(options);
  await bucket.check(`${prefix}nothing`);
  const folder = await SpoolFolder.create(join(directory, 'spool'));
  const buffers = new BufferPool(Math.max(memoryLimit, HEAD_BYTES));
  return new S3Blobs(bucket, prefix, { folder, buffers, memory: new HeldMemory(heldBytes) });
}

class S3Blobs implements Blobs {
  readonly #bucket: Bucket;
  readonly #prefix: string;
  readonly #places: SpoolPlaces;

  constructor(bucket: Bucket, prefix: string, places: SpoolPlaces) {
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#places = places;
  }

  spool(): ExchangeSpool {
    return new FsExchangeSpool(this.#places);
  }

  async keep(payload: Payload): Promise<{ sha256: string; size: number }> {
    const { sha256, size } = payload;
    if (sha256 === undefined) return this.#keepCopy(payload);
    const name = this.#name(sha256);
    // Whoever kept it before kept the same bytes: two nodes that upload at once do no harm either.
    if ((await this.#bucket.look(name))?.size !== size) {
      await this.#bucket.put(name, {
        sha256,
        size,
        open: () => payload.bytes ?? Readable.from(payload.read()),
      });
    }
    return { sha256, size };
  }

  async open(sha256: string): Promise<Payload | undefined> {
    if (!SHA256.test(sha256)) return undefined;
    const name = this.#name(sha256);
    const start = await this.#bucket.readStart(name, HEAD_BYTES);
    if (!start) return undefined;
    const { size, head } = start;
    if (size === head.byteLength) return new HashedBytes(head, sha256);
    return new S3Payload({ bucket: this.#bucket, name, size, head, sha256 });
  }

  async writtenAt(sha256: string): Promise<number | undefined> {
    return SHA256.test(sha256) ? (await this.#bucket.look(this.#name(sha256)))?.writtenAt : undefined;
  }

  async delete(sha256: string): Promise<void> {
    if (SHA256.test(sha256)) await this.#bucket.delete(this.#name(sha256));
  }

  async *names(): AsyncGenerator<string> {
    for await (const name of this.#bucket.names(this.#prefix)) {
      const sha256 = name.slice(this.#prefix.length);
      if (SHA256.test(sha256)) yield sha256;
    }
  }

  #name(sha256: string): string {
    return `${this.#prefix}${sha256}`;
  }

  /** The name is the hash of the whole, so what has none yet goes through the spool first. */
  async #keepCopy(payload: Payload): Promise<{ sha256: string; size: number }> {
    const spool = this.spool();
    try {
      const writer = spool.open();
      for await (const chunk of payload.read('lent')) await writer.write(chunk);
      return await this.keep(await writer.finish());
    } finally {
      await spool.dispose();
    }
  }
}
