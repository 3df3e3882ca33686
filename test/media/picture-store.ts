import { BytesPayload } from '../../src/contract/payload.ts';
import { createGatherer } from '../../src/media/gather.ts';
import { createKeeper, type Provenance } from '../../src/media/keep.ts';
import { createLinks } from '../../src/media/links.ts';
import { createMemoryBlobs } from '../../src/storage/memory/blobs.ts';
import type { ImageRow } from '../../src/storage/ports.ts';

export const OWNER: Provenance = {
  project: 'p1',
  keyId: 'k1',
  userId: 'u1',
  requestId: 'req_1',
  traceId: 'req_1',
  model: 'm',
  origin: 'http://gateway',
};

/** Keeper and gatherer over stores that forget everything with the test. */
export function pictureStore(now = 1_800_000_000_000) {
  const rows: ImageRow[] = [];
  const fetched: string[] = [];
  const blobs = createMemoryBlobs();
  const links = createLinks('a secret of some length');
  const newest = (fits: (row: ImageRow) => boolean) => rows.findLast(fits);
  const images = {
    insert: async (row: ImageRow) => void rows.push(row),
    find: async (project: string, id: string) => newest((row) => row.project === project && row.id === id),
    findByHash: async (project: string, sha256: string) =>
      newest((row) => row.project === project && row.sha256 === sha256),
  };
  const deletions = { stateOf: async () => undefined };
  const keeper = createKeeper({ blobs, images, deletions, links, urlTtlSeconds: () => 60, now: () => now });
  const gatherer = createGatherer({
    blobs,
    images,
    links,
    fetchImage: async (url) => {
      fetched.push(url);
      return new BytesPayload(Buffer.from('GIF89a\x40\x00\x30\x00', 'latin1'));
    },
    inspect: async () => ({ width: 64, height: 48, hasAlpha: false }),
  });
  const scope = { project: 'p1', spool: blobs.spool(), signal: new AbortController().signal };
  return { rows, fetched, blobs, links, keeper, gatherer, scope };
}
