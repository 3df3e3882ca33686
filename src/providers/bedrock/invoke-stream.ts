import type { Frame } from '../../contract/dialect.ts';
import { unusableAnswer } from '../../contract/error.ts';
import type { Fold } from '../../contract/fold.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { asString, member, type Tree } from '../../contract/tree.ts';
import { decodeException } from './errors.ts';

/** The events of a model inside those of InvokeModelWithResponseStream: `chunk` with `bytes`, or an exception by its name. */
export class InvokeStream implements Fold<Frame, StreamEvent> {
  readonly #model: Fold<Frame, StreamEvent>;

  constructor(model: Fold<Frame, StreamEvent>) {
    this.#model = model;
  }

  push(frame: Frame): readonly StreamEvent[] {
    if ('done' in frame) return [];
    if (frame.event === 'chunk') return this.#model.push({ data: unwrap(frame.data) });
    throw decodeException(frame.event ?? '', asString(member(frame.data, 'message')) ?? '');
  }

  end(): readonly StreamEvent[] {
    return this.#model.end();
  }
}

function unwrap(chunk: Tree): Tree {
  const bytes = asString(member(chunk, 'bytes')) ?? '';
  try {
    return JSON.parse(Buffer.from(bytes, 'base64').toString()) as Tree;
  } catch (error) {
    throw unusableAnswer('The upstream sent an event that is not valid JSON.', {}, error);
  }
}
