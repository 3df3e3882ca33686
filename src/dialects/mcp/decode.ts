import type { Query } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { MediaRef } from '../../contract/image.ts';
import type { ImageRequest } from '../../contract/request.ts';
import {
  asArray,
  asString,
  isObject,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { imageRef } from '../openai-shared/media-ref.ts';
import { decodeWishes } from '../openai-shared/wishes.ts';

/** Reads the parameters of `tools/call` for one of the two drawing tools. */
export function decodeToolCall({ body }: Query): ImageRequest {
  const call = body.kind === 'json' && isObject(body.tree) ? body.tree : {};
  const { prompt, model, images, mask, ...parameters } = isObject(call.arguments) ? call.arguments : {};
  const isEdit = call.name === 'edit_image';
  const { wishes, fields, rest } = decodeWishes(parameters, '');
  const inputs = isEdit ? decodeImages(images) : [];
  return {
    operation: 'image',
    task: isEdit ? 'edit' : 'generate',
    model: required(model, 'model'),
    prompt: required(prompt, 'prompt'),
    inputs,
    ...(isEdit && mask !== undefined && mask !== null && { mask: pictureRef(mask, 'mask') }),
    wishes,
    fields: { prompt: 'prompt', inputs: 'images', mask: 'mask', ...fields },
    stream: true,
    extensions: {},
    warnings: ignored(isEdit ? rest : { ...rest, images, mask }),
  };
}

function decodeImages(tree: Tree | undefined): MediaRef[] {
  const list = typeof tree === 'string' || tree instanceof SplicedString ? [tree] : asArray(tree);
  if (list.length === 0) throw invalid('images', 'images is missing: name at least one picture.');
  return list.map((each, index) => pictureRef(each, `images[${index}]`));
}

const pictureRef = (tree: Tree, at: string): MediaRef =>
  typeof tree === 'string' && /^img_\w+$/.test(tree) ? { from: 'stored', id: tree } : imageRef(tree, at);

function required(tree: Tree | undefined, at: string): string {
  const text = asString(tree)?.trim();
  if (!text) throw invalid(at, `${at} is missing.`);
  return text;
}

const ignored = (rest: TreeObject): ImageRequest['warnings'] =>
  Object.entries(rest)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([field]) => ({ kind: 'ignored', field, detail: `${field} is no parameter of this tool.` }));
