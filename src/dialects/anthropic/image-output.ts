import { invalid } from '../../contract/error.ts';
import type { ChatImageOutput } from '../../contract/request.ts';
import { asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { mediaRef } from '../openai-shared/media-ref.ts';
import { type DecodedWishes, decodeWishes, mergeWishes } from '../openai-shared/wishes.ts';
import type { Warn } from './warn.ts';

export const isImageTool = (tool: Tree): boolean =>
  isObject(tool) && asString(tool.type) === 'image_generation';

/**
 * Pictures are no part of Anthropic's format; they are asked for as in the chat dialect: `modalities` with "image", or
 * a tool of the type image_generation with its parameters beside `type` or in `image_generation`.
 */
export function decodeImageOutput(body: TreeObject, warn: Warn): ChatImageOutput | undefined {
  const modalities = readModalities(body.modalities);
  const tool = findTool(body.tools);
  if (!modalities?.includes('image') && !tool) return undefined;
  const { wishes, fields, rest } = tool ? toolParameters(tool) : NO_WISHES;
  const { input_image_mask: mask, model, ...unknown } = rest;
  for (const name of Object.keys(unknown)) {
    const field = `${tool?.at}.${name}`;
    warn({ kind: 'ignored', field, detail: `${field} is not an image parameter this gateway knows.` });
  }
  const { partials, ...shown } = wishes;
  if (partials !== undefined && partials > 0) {
    const field = fields.partials ?? 'partial_images';
    warn({ kind: 'ignored', field, detail: "Anthropic's format has no place for previews of a picture." });
  }
  const named = asString(model);
  return {
    wishes: shown,
    fields,
    text: modalities ? modalities.includes('text') : true,
    viaTool: tool !== undefined,
    required: tool === undefined || isForced(body.tool_choice) || modalities?.includes('image') === true,
    ...(isObject(mask) && { mask: mediaRef(mask, `${tool?.at}.input_image_mask`).ref }),
    ...(named !== undefined && { model: named }),
  };
}

const NO_WISHES: DecodedWishes = { wishes: {}, fields: {}, rest: {} };

function readModalities(tree: Tree | undefined): readonly string[] | undefined {
  if (tree === undefined || tree === null) return undefined;
  if (Array.isArray(tree) && tree.every((each) => each === 'text' || each === 'image')) return tree;
  throw invalid('modalities', 'modalities must be an array of "text" and "image".');
}

interface ImageTool {
  readonly at: string;
  readonly tree: TreeObject;
}

function findTool(tools: Tree | undefined): ImageTool | undefined {
  const list: readonly Tree[] = Array.isArray(tools) ? tools : [];
  const index = list.findIndex(isImageTool);
  const tree = list[index];
  return isObject(tree) ? { at: `tools[${index}]`, tree } : undefined;
}

function toolParameters({ at, tree }: ImageTool): DecodedWishes {
  const { type: _type, name: _name, cache_control: _cache, image_generation: nested = null, ...flat } = tree;
  if (nested !== null && !isObject(nested)) {
    throw invalid(`${at}.image_generation`, `${at}.image_generation must be an object.`);
  }
  const readings = [decodeWishes(flat, at), decodeWishes(nested ?? {}, `${at}.image_generation`)];
  return { ...mergeWishes(...readings), rest: Object.assign({}, ...readings.map(({ rest }) => rest)) };
}

const isForced = (choice: Tree | undefined): boolean =>
  member(choice, 'type') === 'any' ||
  (member(choice, 'type') === 'tool' && member(choice, 'name') === 'image_generation');
