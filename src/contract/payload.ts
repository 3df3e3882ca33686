/**
 * Bytes the gateway carries but has no need to read: an uploaded or a generated image.
 * Always the decoded (raw) bytes; how they stood on the wire (base64, data URL, multipart file) is forgotten.
 * A payload can be read any number of times until the exchange that owns it has ended.
 */
export interface Payload {
  /** Length in bytes. */
  readonly size: number;
  /** The first bytes, up to 64 KiB: enough to tell the type and, nearly always, the pixel size. */
  readonly head: Uint8Array;
  /** The last bytes, at least twelve, only where they are at hand. */
  readonly tail?: Uint8Array;
  /** The whole content, only where it is small enough to be held in one piece. */
  readonly bytes?: Uint8Array;
  /** The local file that holds the content, only where it was spooled. */
  readonly file?: string;
  /** Lower-case hex SHA-256 of the content, only where it was computed while the bytes came in. */
  readonly sha256?: string;
  /**
   * The content in chunks. They are the reader's to keep, unless it takes them `lent`: then a chunk of LENT_BYTES and more may be
   * overwritten as soon as the next one is asked for.
   */
  read(chunks?: 'lent'): AsyncIterable<Uint8Array>;
}

/**
 * Lent chunks have at least so many bytes; shorter ones are the reader's to keep. A stream's write buffer takes no more than
 * this (Node's default high-water mark) without asking its writer to wait until all of it is out: so whoever writes chunk after
 * chunk to a stream and waits when told to may take them lent.
 */
export const LENT_BYTES = 65_536;

/** Where payloads go while they arrive: into memory while they are short and there is room, else into a temporary file. */
export interface Spool {
  open(arriving?: Arriving): PayloadWriter;
}

/** What is known of a payload before it comes. */
export interface Arriving {
  /** It has at most so many bytes; absent: nobody said. */
  readonly bytes?: number;
  /** Whether its hash is computed on the way. Default true; what is only passed on needs none. */
  readonly hashed?: boolean;
}

export interface PayloadWriter {
  /** Copies the chunk before it returns. A returned promise is back-pressure: await it before the next write. */
  write(chunk: Uint8Array): void | Promise<void>;
  finish(): Promise<Payload>;
  abort(): Promise<void>;
}

const HEAD_BYTES = 65_536;

/** A payload held in memory. */
export class BytesPayload implements Payload {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get size(): number {
    return this.bytes.byteLength;
  }

  get head(): Uint8Array {
    return this.bytes.subarray(0, HEAD_BYTES);
  }

  async *read(): AsyncGenerator<Uint8Array> {
    yield this.bytes;
  }
}
