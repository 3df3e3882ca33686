import { buffer } from 'node:stream/consumers';
import { HashedBytes } from '../hashed-bytes.ts';
import type { Blobs } from '../ports.ts';
import { memorySpool } from './spool.ts';

/** A blob store that forgets everything with the process: for tests. */
export function createMemoryBlobs(): Blobs {
  const kept = new Map<string, HashedBytes>();
  const times = new Map<string, number>();
  return {
    spool: memorySpool,
    async keep(payload) {
      const copy = new HashedBytes(await buffer(payload.read()));
      kept.set(copy.sha256, copy);
      times.set(copy.sha256, Date.now());
      return { sha256: copy.sha256, size: copy.size };
    },
    open: async (sha256) => kept.get(sha256),
    writtenAt: async (sha256) => (kept.has(sha256) ? times.get(sha256) : undefined),
    delete: async (sha256) => void kept.delete(sha256),
    async *names() {
      yield* kept.keys();
    },
  };
}
