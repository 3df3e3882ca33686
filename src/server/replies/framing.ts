import type { Frame, Framing } from '../../contract/dialect.ts';
import { JsonArrayWriter } from '../../wire/json-array.ts';
import { KEEP_ALIVE, writeFrames } from '../../wire/sse.ts';
import { bodyOf, type WireBody } from '../../wire/wire-body.ts';

/** Puts the frames of one stream on the wire, those of a batch as one body. */
export interface Framer {
  readonly contentType: string;
  /** Says nothing; keeps proxies and clients from giving up. May stand between any two frames. */
  readonly keepAlive: Uint8Array;
  write(frames: readonly Frame[]): WireBody;
  /** What stands after the last frame. */
  end(): WireBody;
}

export const createFramer = (framing: Framing = 'sse'): Framer =>
  framing === 'sse' ? SERVER_SENT_EVENTS : jsonArray();

const NOTHING = bodyOf([]);

const SERVER_SENT_EVENTS: Framer = {
  contentType: 'text/event-stream; charset=utf-8',
  keepAlive: KEEP_ALIVE,
  write: writeFrames,
  end: () => NOTHING,
};

function jsonArray(): Framer {
  const array = new JsonArrayWriter();
  return {
    contentType: 'application/json; charset=utf-8',
    keepAlive: Buffer.from('\n'),
    write: (frames) => bodyOf(frames.flatMap((frame) => ('done' in frame ? [] : array.element(frame.data)))),
    end: () => array.end(),
  };
}
