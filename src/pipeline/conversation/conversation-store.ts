import type { Turn } from '../../contract/dialect.ts';
import { isObject } from '../../contract/tree.ts';
import { keptAgain } from '../../media/kept-again.ts';
import type { BlobDeletionRecords, Blobs, ResponseRecords, ResponseRow } from '../../storage/ports.ts';
import { freeze, thaw } from './frozen-tree.ts';

/** Turns that are kept for the project that had them. */
export interface Conversations {
  keep(owner: Pick<ResponseRow, 'project' | 'keyId'>, turn: Turn): Promise<void>;
  find(project: string, id: string): Promise<Turn | undefined>;
  /** Tells whether there was one. Turns that continue it can then be continued no more. */
  delete(project: string, id: string): Promise<boolean>;
}

interface ConversationParts {
  readonly responses: ResponseRecords;
  readonly blobDeletions: Pick<BlobDeletionRecords, 'stateOf'>;
  readonly blobs: Blobs;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export function createConversations({
  responses,
  blobDeletions,
  blobs,
  now,
}: ConversationParts): Conversations {
  return {
    async keep(owner, { id, previous, input, body }) {
      const kept = new Set<string>();
      const write = () => Promise.all([freeze(input, blobs, kept), freeze(body, blobs, kept)]);
      const [said, answered] = await write();
      const row = { id, ...owner, previousId: previous ?? null, createdAt: now() };
      await responses.insert({ ...row, input: said, body: answered }, [...kept]);
      for (const sha256 of kept) await keptAgain(blobDeletions, sha256, write);
    },
    async find(project, id) {
      const row = await responses.find(project, id);
      if (!row) return undefined;
      const [input, body] = await Promise.all([thaw(row.input, blobs), thaw(row.body, blobs)]);
      if (!Array.isArray(input) || !isObject(body)) return undefined;
      return { id, input, body, ...(row.previousId !== null && { previous: row.previousId }) };
    },
    delete: (project, id) => responses.delete(project, id, now()),
  };
}
