import type { Age } from './age.ts';

/**
 * What is kept of the bodies of requests and answers. `off`: nothing · `metadata`: which there were, their size and where they
 * went · `full`: their content too.
 */
export type BodyPolicy = 'off' | 'metadata' | 'full';

/** One body of an exchange: what a client sent or got, or what an upstream was sent or answered. */
export interface BodyFacts {
  readonly requestId: string;
  /** Unique within the request, as `client-request` or `upstream-answer-0-1` (attempt, call). */
  readonly name: string;
  /** From 0, in the order in which they came up. */
  readonly position: number;
  readonly project: string;
  /** When the request came; all its bodies have the same time. */
  readonly createdAt: number;
  readonly side: 'client' | 'upstream';
  readonly direction: 'request' | 'answer';
  /** Position of the attempt it belongs to, and which of that attempt's calls it was, from 0; null on the client's side. */
  readonly attempt: number | null;
  readonly call: number | null;
  /** Of a request. */
  readonly method: string | null;
  /** Of a request, without its query: credentials may stand there. */
  readonly url: string | null;
  /** HTTP status of an answer. */
  readonly status: number | null;
  readonly mediaType: string;
  /** Length on the wire, base64 of pictures included. */
  readonly bytes: number;
  /** Pictures that stand in the content as names of blobs. */
  readonly pictures: number;
  /** `cut`: only its beginning is kept. `metadata`: the policy wants no content. `lost`: the content could not be written. */
  readonly state: 'kept' | 'cut' | 'metadata' | 'lost';
}

export interface BodyRow extends BodyFacts {
  /** JSON: how the body is put together of short text and blobs; null: the content is not kept. */
  readonly content: string | null;
}

export type BodyName = Pick<BodyRow, 'requestId' | 'name'>;

export interface BodyRecords {
  /** Rows that are there already stay as they are. */
  insertMany(rows: readonly BodyRow[]): Promise<void>;
  /** By position. */
  list(project: string, requestId: string): Promise<readonly BodyFacts[]>;
  find(project: string, requestId: string, name: string): Promise<BodyRow | undefined>;
  /** The oldest of those that are too old, those of pinned traces aside. */
  old(age: Age, limit: number): Promise<readonly Pick<BodyRow, 'requestId' | 'name' | 'content'>[]>;
  delete(names: readonly BodyName[]): Promise<void>;
}
