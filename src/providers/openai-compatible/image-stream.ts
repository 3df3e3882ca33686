import type { Frame } from '../../contract/dialect.ts';
import { type GatewayError, unusableAnswer } from '../../contract/error.ts';
import type { Fold } from '../../contract/fold.ts';
import type { Reply } from '../../contract/provider.ts';
import type { StreamEvent, Usage } from '../../contract/response.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import { asNumber, asString, isObject, member, type TreeObject } from '../../contract/tree.ts';
import { readImageItem } from './image-item.ts';
import { addUsage, decodeImageUsage } from './image-usage.ts';

/** The events `image_generation.*` and `image_edit.*`. The end of the bytes is the end of the answer: there is no terminal event. */
export class ImageStream implements Fold<Frame, StreamEvent> {
  readonly #model: string;
  readonly #decodeError: (reply: Reply) => GatewayError;
  readonly #builder = new StreamBuilder();
  #started = false;
  #pictures = 0;
  #usage: Usage | undefined;

  constructor(model: string, decodeError: (reply: Reply) => GatewayError) {
    this.#model = model;
    this.#decodeError = decodeError;
  }

  push(frame: Frame): StreamEvent[] {
    if ('done' in frame || !isObject(frame.data)) return [];
    const { data } = frame;
    const type = asString(data.type) ?? frame.event ?? '';
    if (type === 'error' || isObject(data.error)) {
      throw this.#decodeError({ status: 200, headers: {}, tree: data });
    }
    if (type.endsWith('.partial_image')) return [...this.#start(), ...this.#preview(data)];
    if (type.endsWith('.completed')) return [...this.#start(), ...this.#completed(data)];
    return [];
  }

  end(): StreamEvent[] {
    if (this.#pictures > 0) return this.#builder.end('stop', this.#usage);
    throw unusableAnswer('The upstream ended its stream before the picture was finished.');
  }

  #start(): StreamEvent[] {
    if (this.#started) return [];
    this.#started = true;
    return [{ type: 'response-start', id: '', model: this.#model }];
  }

  #preview(data: TreeObject): StreamEvent[] {
    const part = readImageItem(data);
    return part ? this.#builder.preview(asNumber(data.partial_image_index) ?? 0, part) : [];
  }

  /** Of several pictures each has its own event and its own usage (UNVERIFIED). */
  #completed(data: TreeObject): StreamEvent[] {
    const part = readImageItem(data);
    if (!part) return [];
    this.#pictures += 1;
    this.#usage = addUsage(this.#usage, decodeImageUsage(member(data, 'usage'), 1));
    return this.#builder.media(part);
  }
}
