import { invalid } from '../../contract/error.ts';
import type { ChatImageOutput } from '../../contract/request.ts';
import { asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { furtherImageTools, unknownParameter } from '../openai-shared/image-tools.ts';
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
  const tools: readonly Tree[] = Array.isArray(body.tools) ? body.tools : [];
  const tool = findTool(tools);
  const asked = modalities?.includes('image') === true;
  if (!asked && !tool) return undefined;
  const { wishes, fields, rest } = tool ? toolParameters(tool) : NO_WISHES;
  const { input_image_mask: mask, model, ...unknown } = rest;
  const strange = Object.keys(unknown).map((name) => `${tool?.at}.${name}`);
  for (const warning of [...strange.map(unknownParameter), ...furtherImageTools(tools.map(isImageTool))])
    warn(warning);
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
    required: tool === undefined || isForced(body.tool_choice, tools) || asked,
    ...(member(body.tool_choice, 'type') === 'none' && !asked && { declined: true }),
    ...(strange.length > 0 && { unknown: strange }),
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

function findTool(tools: readonly Tree[]): ImageTool | undefined {
  const index = tools.findIndex(isImageTool);
  const tree = tools[index];
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

/** With nothing else to call, a call means a picture. */
const isForced = (choice: Tree | undefined, tools: readonly Tree[]): boolean =>
  (member(choice, 'type') === 'any' && tools.every(isImageTool)) ||
  (member(choice, 'type') === 'tool' && member(choice, 'name') === 'image_generation');
