import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { Response } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { axonhubExtension, pictureOf } from '../openai-shared/extension.ts';
import { encodeUsage, imageMember, resolved } from './item.ts';

/** Writes the answer of the Images API. */
export function encodeImages(response: Response, context: ReplyContext): ClientReply {
  const pictures = response.parts.filter((part) => part.type === 'media').map(pictureOf);
  const first = pictures[0];
  const tree: TreeObject = {
    created: context.created,
    ...(first && resolved(first.image, context)),
    data: pictures.map(({ image, part }) => ({
      ...imageMember(image, context),
      ...(part.revisedPrompt !== undefined && { revised_prompt: part.revisedPrompt }),
    })),
    ...(response.usage && { usage: encodeUsage(response.usage) }),
    axonhub: axonhubExtension(context, response.warnings, pictures, response.cost),
  };
  return { status: 200, headers: {}, tree };
}
