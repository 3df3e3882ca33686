import type { Payload, Spool } from '../../contract/payload.ts';

/** Content-addressed store of pictures. Names are lower-case hex SHA-256. */
export interface Blobs {
  /** A place for the payloads of one exchange. */
  spool(): ExchangeSpool;
  /** Commits the payload under its hash (a second time is harmless); it stays readable where it was. */
  keep(payload: Payload): Promise<{ readonly sha256: string; readonly size: number }>;
  open(sha256: string): Promise<Payload | undefined>;
  /** When the bytes came to be there, in Unix milliseconds; undefined: they are not there, or on their way. */
  writtenAt(sha256: string): Promise<number | undefined>;
  delete(sha256: string): Promise<void>;
  /** The names of everything kept, in any order; what is kept or deleted meanwhile may or may not be among them. */
  names(): AsyncIterable<string>;
}

export interface ExchangeSpool extends Spool {
  /** Frees everything spooled here that was not kept. */
  dispose(): Promise<void>;
}
