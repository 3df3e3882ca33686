import type { ReplyContext } from '../../contract/dialect.ts';
import type { ChatRequest } from '../../contract/request.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import type { Picture } from '../openai-shared/extension.ts';

/** A drawn picture as the block that clients send pictures in: with its bytes, or a link where they asked for one. */
export function pictureBlock({ image }: Picture, context: ReplyContext): TreeObject {
  const { output } = context.request as ChatRequest;
  if (output.image?.wishes.delivery === 'url') {
    return { type: 'image', source: { type: 'url', url: image.url } };
  }
  const data = SplicedString.of('', image.payload);
  return { type: 'image', source: { type: 'base64', media_type: image.mediaType, data } };
}
