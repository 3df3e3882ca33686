import type { ReplyContext } from '../../contract/dialect.ts';
import type { ChatRequest } from '../../contract/request.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import type { Picture } from '../openai-shared/extension.ts';

/**
 * A drawn picture as the block that clients send pictures in: with its bytes, or a link where they asked for one. Parsers
 * that know only the blocks of Anthropic's own answers get words that show it, with a link: bytes in words would come back
 * with every turn.
 */
export function pictureBlock({ image }: Picture, context: ReplyContext): TreeObject {
  const { kind } = context.shape;
  if (kind === 'markdown' || kind === 'images') return { type: 'text', text: `![image](${image.url})` };
  const { output } = context.request as ChatRequest;
  if (output.image?.wishes.delivery === 'url') {
    return { type: 'image', source: { type: 'url', url: image.url } };
  }
  const data = SplicedString.of('', image.payload);
  return { type: 'image', source: { type: 'base64', media_type: image.mediaType, data } };
}
