import { buffer } from 'node:stream/consumers';
import { HashedBytes } from '../hashed-bytes.ts';
import type { Blobs } from '../ports.ts';
import { memorySpool } from './spool.ts';

/** A blob store that forgets everything with the process: for tests. */
export function createMemoryBlobs(): Blobs {
  const kept = new Map<string, HashedBytes>();
  return {
    spool: memorySpool,
    async keep(payload) {
      const copy = new HashedBytes(await buffer(payload.read()));
      kept.set(copy.sha256, copy);
      return { sha256: copy.sha256, size: copy.size };
    },
    open: async (sha256) => kept.get(sha256),
    delete: async (sha256) => void kept.delete(sha256),
    async *names() {
      yield* kept.keys();
    },
  };
}
