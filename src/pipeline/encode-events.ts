import type { Frame } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Fold } from '../contract/fold.ts';
import type { StreamEvent } from '../contract/response.ts';
import type { Relayed } from './relay.ts';

/** A failure before the first frame: the answer can still be a plain error with its status. */
export class EarlyFailure extends Error {
  readonly error: GatewayError;

  constructor(error: GatewayError) {
    super(error.message, { cause: error });
    this.error = error;
  }
}

/**
 * The answer as frames of the client's format. A failure before the first frame is thrown as EarlyFailure, a later one is
 * told in-band. `settle` is called exactly once, also when the reader stops early.
 */
export async function* encodeEvents(
  events: AsyncIterable<StreamEvent | Relayed>,
  fold: Fold<StreamEvent, Frame>,
  settle: (error?: GatewayError) => void,
): AsyncGenerator<Frame | Uint8Array> {
  let began = false;
  let isRelayed = false;
  let outcome: GatewayError | undefined = new GatewayError('client_closed', 'The client went away.');
  try {
    for await (const event of events) {
      if (event.type === 'relayed') {
        began = isRelayed = true;
        yield event.bytes;
      } else if (!isRelayed) {
        for (const frame of fold.push(event)) {
          began = true;
          yield frame;
        }
      }
    }
    if (!isRelayed) yield* fold.end();
    outcome = undefined;
  } catch (thrown) {
    outcome = GatewayError.from(thrown);
    if (!began) throw new EarlyFailure(outcome);
    yield* fold.push({ type: 'error', error: outcome });
  } finally {
    settle(outcome);
  }
}
