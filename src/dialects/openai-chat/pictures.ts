import type { ReplyContext } from '../../contract/dialect.ts';
import type { ChatRequest, MediaPart } from '../../contract/request.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { backgroundOf, type Picture } from '../openai-shared/extension.ts';

/** The picture as clients find it: a data URL, or a link where they asked for one. */
export function imageUrl({ image }: Picture, context: ReplyContext): string | SplicedString {
  const { output } = context.request as ChatRequest;
  if (output.image?.wishes.delivery === 'url') return image.url;
  return SplicedString.of(`data:${image.mediaType};base64,`, image.payload);
}

/** `{"type":"image_url","image_url":{"url":…}}`, a content part as well as an `images` entry. */
export const imageItem = (picture: Picture, context: ReplyContext): TreeObject => ({
  type: 'image_url',
  image_url: { url: imageUrl(picture, context) },
});

/** An `images` entry; the index keeps stream accumulators apart. */
export const indexedItem = (picture: Picture, index: number, context: ReplyContext): TreeObject => ({
  ...imageItem(picture, context),
  index,
});

/** A preview of an unfinished picture: never in `images`, where every client would take it for a further picture. */
export const previewItem = (part: MediaPart, picture: number, preview: number): TreeObject => {
  if (part.media.from !== 'inline') throw new TypeError('a preview must be inline');
  const { payload, declared = 'image/png' } = part.media;
  const url = SplicedString.of(`data:${declared};base64,`, payload);
  return { type: 'image_url', image_url: { url }, index: picture, partial_image_index: preview };
};

/** `![image](…)` whole, as clients that know only markdown need it. */
export function markdownImage(picture: Picture, context: ReplyContext): string | SplicedString {
  const url = imageUrl(picture, context);
  return typeof url === 'string'
    ? `![image](${url})`
    : new SplicedString(['![image](', ...url.segments, ')']);
}

/** The answer of the image_generation tool: points at the picture, by index into `images` and by link. */
export const toolCallItem = ({ image, part }: Picture, index: number, context: ReplyContext): TreeObject => ({
  index,
  id: image.id.replace(/^img_/, 'ig_'),
  type: 'image_generation',
  image_generation: {
    status: 'completed',
    image_index: index,
    image_id: image.id,
    image_url: { url: image.url },
    output_format: image.mediaType.replace('image/', ''),
    size: `${image.width}x${image.height}`,
    background: backgroundOf(image, (context.request as ChatRequest).output.image?.wishes ?? {}),
    revised_prompt: part.revisedPrompt ?? null,
  },
});
