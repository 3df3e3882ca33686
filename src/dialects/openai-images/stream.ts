import type { Cost } from '../../contract/cost.ts';
import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import type { Fold } from '../../contract/fold.ts';
import type { ImageRequest, Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { errorBody } from '../openai-shared/error.ts';
import { axonhubExtension, type Picture, pictureOf } from '../openai-shared/extension.ts';
import { encodeUsage, imageMember, resolved, wishesOf } from './item.ts';

type Of<T extends StreamEvent['type']> = Extract<StreamEvent, { type: T }>;

/**
 * Writes `image_generation.*` or `image_edit.*` events. A picture's `completed` waits for the next one, because the
 * last of them carries the usage of the whole call, which providers report at the end.
 */
export class ImagesStream implements Fold<StreamEvent, Frame> {
  readonly #context: ReplyContext;
  readonly #prefix: string;
  readonly #warnings: Warning[] = [];
  #waiting: Picture | undefined;

  constructor(context: ReplyContext) {
    this.#context = context;
    this.#prefix = (context.request as ImageRequest).task === 'generate' ? 'image_generation' : 'image_edit';
  }

  push(event: StreamEvent): readonly Frame[] {
    switch (event.type) {
      case 'media-partial':
        return [this.#partial(event)];
      case 'media-end': {
        const frames = this.#flush({});
        this.#waiting = pictureOf(event.part);
        return frames;
      }
      case 'warning':
        this.#warnings.push(event.warning);
        return [];
      case 'response-end':
        return this.#flush(event.usage ? { usage: encodeUsage(event.usage) } : {}, event.cost);
      case 'error': {
        const { error } = errorBody(event.error, this.#context.requestId);
        return [...this.#flush({}), { event: 'error', data: { type: 'error', error } }];
      }
      default:
        return [];
    }
  }

  end(): readonly Frame[] {
    return [];
  }

  #partial({ part, preview }: Of<'media-partial'>): Frame {
    if (part.media.from !== 'inline') throw new TypeError('a preview must be inline');
    const { payload, declared = 'image/png' } = part.media;
    const { size, quality, background } = wishesOf(this.#context);
    return this.#frame('partial_image', {
      b64_json: SplicedString.of('', payload),
      created_at: this.#context.created,
      size: size === undefined || size === 'auto' ? 'auto' : `${size.width}x${size.height}`,
      quality: quality ?? 'auto',
      background: background ?? 'auto',
      output_format: declared.replace('image/', ''),
      partial_image_index: preview,
    });
  }

  #flush(extra: TreeObject, cost?: Cost): Frame[] {
    const picture = this.#waiting;
    if (!picture) return [];
    this.#waiting = undefined;
    const completed = this.#frame('completed', {
      ...imageMember(picture.image, this.#context),
      created_at: this.#context.created,
      ...resolved(picture.image, this.#context),
      ...extra,
      axonhub: axonhubExtension(this.#context, this.#warnings, [picture], cost),
    });
    return [completed];
  }

  #frame(name: string, data: TreeObject): Frame {
    const type = `${this.#prefix}.${name}`;
    return { event: type, data: { type, ...data } };
  }
}
