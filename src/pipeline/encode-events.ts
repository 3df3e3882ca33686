import type { Frame } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Fold } from '../contract/fold.ts';
import type { StreamEvent } from '../contract/response.ts';
import { type Answer, type AnswerEvent, eachEvent, isUnderstood } from './answer.ts';

/** A failure before the first frame: the answer can still be a plain error with its status. */
export class EarlyFailure extends Error {
  readonly error: GatewayError;

  constructor(error: GatewayError) {
    super(error.message, { cause: error });
    this.error = error;
  }
}

/**
 * The answer as frames of the client's format, in batches as it comes. A failure before the first frame is thrown as EarlyFailure, a later one is
 * told in-band. `settle` is called exactly once, also when the reader stops early.
 */
export async function* encodeEvents(
  answer: Answer,
  fold: Fold<StreamEvent, Frame>,
  settle: (error?: GatewayError) => void,
): AsyncGenerator<readonly (Frame | Uint8Array)[]> {
  let began = false;
  let isRelayed = false;
  /** An error is made only where there is one: making it costs as much as reading a whole short answer. */
  let end: End = 'left';
  try {
    const frames = eachEvent<AnswerEvent, Frame | Uint8Array>(answer, (event, pass) => {
      if (event.type === 'relayed') {
        isRelayed = true;
        pass(event.bytes);
      } else if (!isRelayed && isUnderstood(event)) {
        for (const frame of fold.push(event)) pass(frame);
      }
    });
    for await (const batch of frames) {
      began = true;
      yield batch;
    }
    const last = isRelayed ? [] : fold.end();
    if (last.length > 0) yield last;
    end = 'whole';
  } catch (thrown) {
    end = GatewayError.from(thrown);
    if (!began) throw new EarlyFailure(end);
    const told = fold.push({ type: 'error', error: end });
    if (told.length > 0) yield told;
  } finally {
    settle(errorOf(end));
  }
}

type End = 'left' | 'whole' | GatewayError;

function errorOf(end: End): GatewayError | undefined {
  if (end === 'left') return new GatewayError('client_closed', 'The client went away.');
  return end === 'whole' ? undefined : end;
}
