import type { Frame, Framing } from '../contract/dialect.ts';
import { JsonArrayWriter } from '../wire/json-array.ts';
import { KEEP_ALIVE, writeFrame } from '../wire/sse.ts';
import { bodyOf, type WireBody } from '../wire/wire-body.ts';

/** Puts the frames of one stream on the wire. */
export interface Framer {
  readonly contentType: string;
  /** Says nothing; keeps proxies and clients from giving up. May stand between any two frames. */
  readonly keepAlive: Uint8Array;
  write(frame: Frame): WireBody;
  /** What stands after the last frame. */
  end(): WireBody;
}

export const createFramer = (framing: Framing = 'sse'): Framer =>
  framing === 'sse' ? SERVER_SENT_EVENTS : jsonArray();

const NOTHING = bodyOf([]);

const SERVER_SENT_EVENTS: Framer = {
  contentType: 'text/event-stream; charset=utf-8',
  keepAlive: KEEP_ALIVE,
  write: writeFrame,
  end: () => NOTHING,
};

function jsonArray(): Framer {
  const array = new JsonArrayWriter();
  return {
    contentType: 'application/json; charset=utf-8',
    keepAlive: Buffer.from('\n'),
    write: (frame) => ('done' in frame ? NOTHING : array.element(frame.data)),
    end: () => array.end(),
  };
}
