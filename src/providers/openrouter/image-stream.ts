import type { Frame } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Fold } from '../../contract/fold.ts';
import type { Target } from '../../contract/provider.ts';
import type { StreamEvent, Usage } from '../../contract/response.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import { asNumber, asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { decodeUsage } from '../openai-compatible/usage.ts';
import { decodeError } from './errors.ts';
import { pictureOf } from './picture.ts';

/** Events of the Images API, which only OpenAI's models send. */
export class ImageStream implements Fold<Frame, StreamEvent> {
  readonly #model: string;
  readonly #builder = new StreamBuilder();
  #started = false;
  #ended = false;
  #pictures = 0;
  #usage: Usage | undefined;

  constructor(target: Target) {
    this.#model = target.model;
  }

  push(frame: Frame): readonly StreamEvent[] {
    if ('done' in frame) return this.#finish();
    const { data } = frame;
    if (!isObject(data)) return [];
    if (data.error) throw decodeError({ status: 200, headers: {}, tree: data });
    return [...this.#start(), ...this.#event(data)];
  }

  /** quirk(openrouter): whether a stream ends with `[DONE]` is not documented, so its end is one too — seen 2026-11 */
  end(): readonly StreamEvent[] {
    return this.#finish();
  }

  #start(): StreamEvent[] {
    if (this.#started) return [];
    this.#started = true;
    return [{ type: 'response-start', id: '', model: this.#model }];
  }

  #event(data: TreeObject): StreamEvent[] {
    switch (asString(data.type)) {
      case 'image_generation.partial_image': {
        const part = pictureOf(data);
        return part ? this.#builder.preview(asNumber(data.partial_image_index) ?? 0, part) : [];
      }
      case 'image_generation.completed':
        return this.#completed(data);
      default:
        return [];
    }
  }

  #completed(data: Tree): StreamEvent[] {
    const part = pictureOf(data);
    this.#usage = decodeUsage(member(data, 'usage')) ?? this.#usage;
    if (!part) return [];
    this.#pictures += 1;
    return this.#builder.media(part);
  }

  #finish(): StreamEvent[] {
    if (this.#ended) return [];
    this.#ended = true;
    if (this.#pictures === 0) {
      const message = 'The upstream ended its stream without a picture.';
      throw new GatewayError('no_image', message, { outcomeUnknown: true });
    }
    return this.#builder.end('stop', this.#usage);
  }
}
