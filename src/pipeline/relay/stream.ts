import { GatewayError } from '../../contract/error.ts';
import { decompress } from '../../egress/decompress.ts';
import { endOfFirstEvent, eventsMatching, PassingEvents } from '../../wire/passing-events.ts';
import { readShortSse, readSse } from '../../wire/sse.ts';
import type { AnswerEvent, Relayed } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import type { Meter } from '../log/meter.ts';
import { type NotedReply, notedBytes, streamNote } from '../log/transcribe.ts';
import type { RelayPlan } from './plan.ts';

/** Passes a stream through, byte for byte but for events that the client did not ask for, and reads in it what has to be known. */
export async function* relayStream(
  exchange: Exchange,
  plan: RelayPlan,
  reply: NotedReply,
  meter: Meter,
): AsyncGenerator<readonly AnswerEvent[]> {
  const observer = plan.rules.observeStream();
  const passing = new PassingEvents();
  const opening = new Opening();
  /** Tells whether the client is to see the events. */
  const read = async (events: Buffer): Promise<boolean> => {
    const frames = readShortSse(events) ?? (await Array.fromAsync(readSse(once(events), exchange))).flat();
    for (const frame of frames) observer.push(frame);
    return !plan.hides || frames.length === 0 || !frames.every(plan.hides);
  };
  const chunks = decompress(reply.body, reply.headers['content-encoding']);
  for await (const chunk of notedBytes(chunks, streamNote(reply))) {
    const stretch = passing.push(chunk);
    const first = opening.hold(stretch);
    const shown = first.length > 0 && (await read(first)) ? [relayed(first)] : [];
    if (!opening.isOver) {
      if (shown.length > 0) yield shown;
      continue;
    }
    meter.begun();
    yield* pass(shown, opening.after(stretch), plan.rules.matters, read);
  }
  yield* pass([], Buffer.concat([opening.rest(), passing.rest()]), undefined, read);
  if (!observer.ended) {
    throw new GatewayError('upstream_error', 'The provider broke its answer off.', { retry: 'next-target' });
  }
  meter.ended(observer.usage);
  yield [{ type: 'response-end', finish: 'stop', ...(observer.usage && { usage: observer.usage }) }];
}

/**
 * What the client is shown of a stretch, after what it is shown already. Events that match are read before they pass, so that a
 * failure can still be told from an answer, and what came before it goes on; the others pass unread.
 */
async function* pass(
  shown: Relayed[],
  stretch: Buffer,
  pattern: RegExp | undefined,
  read: (event: Buffer) => Promise<boolean>,
): AsyncGenerator<readonly Relayed[]> {
  let passed = 0;
  const showUntil = (end: number): void => {
    if (end > passed) show(shown, stretch.subarray(passed, end));
  };
  try {
    for (const { start, end } of eventsMatching(stretch, pattern)) {
      let isShown = false;
      try {
        isShown = await read(stretch.subarray(start, end));
      } finally {
        if (!isShown) showUntil(start);
      }
      if (!isShown) passed = end;
    }
    showUntil(stretch.length);
  } catch (error) {
    if (shown.length > 0) yield shown;
    throw error;
  }
  if (shown.length > 0) yield shown;
}

const relayed = (bytes: Uint8Array): Relayed => ({ type: 'relayed', bytes });

/** Bytes that follow the last ones in the same memory go on with them as one piece: several would be copied together later. */
function show(shown: Relayed[], bytes: Uint8Array): void {
  const last = shown.at(-1)?.bytes;
  const follows = last?.buffer === bytes.buffer && last.byteOffset + last.length === bytes.byteOffset;
  if (!last || !follows) shown.push(relayed(bytes));
  else
    shown[shown.length - 1] = relayed(Buffer.from(last.buffer, last.byteOffset, last.length + bytes.length));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const NOTHING = Buffer.alloc(0);

/**
 * What comes up to the end of the first event. Comments before it are no answer yet: upstreams send them while they look for
 * somebody who has one. The event itself is always read: it tells whether this is an answer at all.
 */
class Opening {
  #held: Buffer[] = [];
  isOver = false;
  /** Bytes of the last stretch that belong to it. */
  #taken = 0;

  /** The opening as soon as it is whole, else nothing. */
  hold(stretch: Buffer): Buffer {
    if (this.isOver) {
      this.#taken = 0;
      return NOTHING;
    }
    const end = endOfFirstEvent(stretch);
    this.#taken = end ?? stretch.length;
    this.#held.push(stretch.subarray(0, this.#taken));
    if (end === undefined) return NOTHING;
    this.isOver = true;
    return this.rest();
  }

  /** What of the stretch comes after it. */
  after(stretch: Buffer): Buffer {
    return stretch.subarray(this.#taken);
  }

  rest(): Buffer {
    const held = this.#held;
    this.#held = [];
    return held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
  }
}
