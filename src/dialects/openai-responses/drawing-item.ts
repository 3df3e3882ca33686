import type { ChatRequest, MediaPart } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { backgroundOf, pictureOf } from '../openai-shared/extension.ts';
import { added, done, type OpenItem, type Place, type TakePlace, type Told, told } from './open-item.ts';

/** A picture as a call of the built-in tool, told from its beginning: drawing takes long. */
export class DrawingItem implements OpenItem {
  readonly #request: ChatRequest;
  readonly #place: Place;
  #isFinished = false;

  constructor(request: ChatRequest, takePlace: TakePlace) {
    this.#request = request;
    this.#place = takePlace('image_generation_call');
  }

  #begin(): Told[] {
    return [
      added(this.#place, this.#unfinished('in_progress')),
      told('image_generation_call.in_progress', { ...this.#place }),
      told('image_generation_call.generating', { ...this.#place }),
    ];
  }

  push(event: StreamEvent): Told[] {
    if (event.type === 'part-start') return this.#begin();
    if (event.type === 'media-partial') return [this.#preview(event.preview, event.part)];
    if (event.type === 'media-end') return this.#finished(event.part);
    return [];
  }

  /** Of several pictures drawn at once one may fail; the warnings say why. */
  end(): Told[] {
    return this.#isFinished ? [] : [done(this.#place, this.#unfinished('failed'))];
  }

  #unfinished = (status: string): TreeObject => ({
    id: this.#place.item_id,
    type: 'image_generation_call',
    status,
    result: null,
  });

  #preview(index: number, { media }: MediaPart): Told {
    if (media.from !== 'inline') throw new TypeError('a preview must be inline');
    return told('image_generation_call.partial_image', {
      ...this.#place,
      partial_image_index: index,
      partial_image_b64: SplicedString.of('', media.payload),
      output_format: (media.declared ?? 'image/png').replace('image/', ''),
    });
  }

  #finished(part: MediaPart): Told[] {
    this.#isFinished = true;
    const item = drawing(this.#place, part, this.#request);
    return [told('image_generation_call.completed', { ...this.#place }), done(this.#place, item)];
  }
}

function drawing({ item_id: id }: Place, part: MediaPart, { output }: ChatRequest): TreeObject {
  const { image } = pictureOf(part);
  return {
    id,
    type: 'image_generation_call',
    status: 'completed',
    background: backgroundOf(image, output.image?.wishes ?? {}),
    output_format: image.mediaType.replace('image/', ''),
    quality: output.image?.wishes.quality ?? 'auto',
    size: `${image.width}x${image.height}`,
    revised_prompt: part.revisedPrompt ?? null,
    result: SplicedString.of('', image.payload),
  };
}
