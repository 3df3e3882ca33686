import type { Payload, Spool } from '../contract/payload.ts';

/** Content-addressed store of pictures. Names are lower-case hex SHA-256. */
export interface Blobs {
  /** A place for the payloads of one exchange. */
  spool(): ExchangeSpool;
  /** Commits the payload under its hash (a second time is harmless); it stays readable where it was. */
  keep(payload: Payload): Promise<{ readonly sha256: string; readonly size: number }>;
  open(sha256: string): Promise<Payload | undefined>;
  delete(sha256: string): Promise<void>;
}

export interface ExchangeSpool extends Spool {
  /** Frees everything spooled here that was not kept. */
  dispose(): Promise<void>;
}

/** Rows. Times are Unix milliseconds. */
export interface Records {
  readonly keys: KeyRecords;
  readonly images: ImageRecords;
  readonly requests: RequestRecords;
  readonly responses: ResponseRecords;
  close(): Promise<void>;
}

export interface KeyRow {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  /** Lower-case hex SHA-256 of the key; the key itself is never stored. */
  readonly hash: string;
  /** The first characters, to recognise it by. */
  readonly prefix: string;
  /** How pictures stand in chat answers to this key; null: decided per client. */
  readonly imageShape: 'content' | 'images' | 'both' | 'markdown' | null;
  readonly enabled: boolean;
  readonly createdAt: number;
}

export interface KeyRecords {
  insert(row: KeyRow): Promise<void>;
  findByHash(hash: string): Promise<KeyRow | undefined>;
  count(): Promise<number>;
}

export interface ImageRow {
  /** `img_…` */
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  readonly requestId: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly hasAlpha: boolean;
  readonly model: string;
  /** The provider's opaque mark that must come back with the picture on the next turn. */
  readonly signature: string | null;
  readonly createdAt: number;
}

export interface ImageRecords {
  insert(row: ImageRow): Promise<void>;
  find(project: string, id: string): Promise<ImageRow | undefined>;
  /** The newest picture of the project with these bytes. */
  findByHash(project: string, sha256: string): Promise<ImageRow | undefined>;
}

export interface RequestRow {
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  /** The agent's task the request belongs to; null: none was named. */
  readonly traceId: string | null;
  /** The conversation the task belongs to. */
  readonly threadId: string | null;
  readonly createdAt: number;
  readonly durationMs: number;
  /** Format and path the client used. */
  readonly dialect: string;
  readonly path: string;
  readonly model: string;
  readonly stream: boolean;
  readonly status: number;
  readonly errorCode: string | null;
  /** JSON: one entry per attempt {channel, model, score: {total, health, parts}, ms, usd, error?, upstreamStatus?}. */
  readonly attempts: string;
  /** JSON of the Usage, null when unknown. */
  readonly usage: string | null;
  /** Billionths of a US dollar for all upstream calls; null: unknown, or there was no call. */
  readonly costNanoUsd: number | null;
  /** JSON of the Cost, with its lines or the reason why it is unknown; null without any call. */
  readonly cost: string | null;
  /** JSON array of warnings. */
  readonly warnings: string;
  readonly imageCount: number;
}

export interface RequestRecords {
  insertMany(rows: readonly RequestRow[]): Promise<void>;
  find(project: string, id: string): Promise<RequestRow | undefined>;
}

/** A turn of a conversation that a client may continue by its id. Pictures and files stand in it as the hashes of their blobs. */
export interface ResponseRow {
  /** `resp_…` */
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  /** The turn it continues. */
  readonly previousId: string | null;
  /** JSON: what the client said in this turn, without the turns before. */
  readonly input: string;
  /** JSON: the whole answer. */
  readonly body: string;
  readonly createdAt: number;
}

export interface ResponseRecords {
  insert(row: ResponseRow): Promise<void>;
  find(project: string, id: string): Promise<ResponseRow | undefined>;
  /** Tells whether there was one. */
  delete(project: string, id: string): Promise<boolean>;
}

/** What all nodes of an installation see at once. Small and short-lived: whatever must not be lost stands in the records. */
export interface Shared {
  get(key: string): Promise<string | undefined>;
  /** Replaces the value; it is gone after `ttlMs` milliseconds. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /**
   * Adds to a counter and tells what it stands at. It begins with 0 and is gone `ttlMs` milliseconds after its first
   * addition, whatever comes later. `by` is a whole number, also a negative one.
   */
  increment(key: string, by: number, ttlMs: number): Promise<number>;
  /** Tells all nodes, this one included. Who does not listen now never hears of it. */
  publish(topic: string, message: string): Promise<void>;
  /** Listens until the returned function is called. */
  subscribe(topic: string, listener: SharedListener): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Undefined: messages may have been missed, so whatever they would have taken away has to be forgotten. */
export type SharedListener = (message: string | undefined) => void;
