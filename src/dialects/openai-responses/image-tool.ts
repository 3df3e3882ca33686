import { invalid } from '../../contract/error.ts';
import type { ChatImageOutput, Warning } from '../../contract/request.ts';
import { asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { unknownParameter } from '../openai-shared/image-tools.ts';
import { mediaRef } from '../openai-shared/media-ref.ts';
import { decodeWishes } from '../openai-shared/wishes.ts';

/** Reads the built-in tool `image_generation`. */
export function decodeImageTool(
  tree: TreeObject,
  at: string,
  { required, declined }: Pick<ChatImageOutput, 'required' | 'declined'>,
): { readonly image: ChatImageOutput; readonly warnings: readonly Warning[] } {
  const { type: _type, action: _action, input_image_mask: mask, model, ...parameters } = tree;
  const { wishes, fields, rest } = decodeWishes(parameters, at);
  const { delivery, ...asked } = wishes;
  const decodedMask =
    mask === undefined || mask === null ? undefined : maskRef(mask, `${at}.input_image_mask`);
  const named = asString(model);
  const strange = Object.keys(rest).map((name) => `${at}.${name}`);
  const unknown = strange.map(unknownParameter);
  return {
    image: {
      // Previews are for those who ask, in this format.
      wishes: { partials: 0, ...asked },
      fields: { ...fields, ...(decodedMask && { mask: decodedMask.field }) },
      text: true,
      viaTool: true,
      required,
      ...(declined && { declined }),
      ...(strange.length > 0 && { unknown: strange }),
      ...(decodedMask && { mask: decodedMask.ref }),
      ...(named !== undefined && { model: named }),
    },
    warnings: delivery === 'url' ? [...unknown, noLinks(fields.delivery ?? at)] : unknown,
  };
}

function maskRef(tree: Tree, at: string) {
  if (!isObject(tree)) throw invalid(at, `"${at}" must be {"image_url": …} or {"file_id": …}.`);
  return mediaRef(tree, at);
}

const noLinks = (field: string): Warning => ({
  kind: 'ignored',
  field,
  detail: 'Pictures stand inline in this format; their links are in axonhub.images.',
});
