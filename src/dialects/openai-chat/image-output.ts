import { invalid } from '../../contract/error.ts';
import type { ChatImageOutput, Warning } from '../../contract/request.ts';
import { asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { furtherImageTools, unknownParameter } from '../openai-shared/image-tools.ts';
import { mediaRef } from '../openai-shared/media-ref.ts';
import { type DecodedWishes, decodeWishes, mergeWishes } from '../openai-shared/wishes.ts';
import { functionNamed, imageChoice, isImageTool } from './image-choice.ts';

/** Top-level members that are image parameters when pictures are asked for, beside `image_config`. */
const TOP_LEVEL = [
  'n',
  'size',
  'aspect_ratio',
  'quality',
  'background',
  'output_format',
  'output_compression',
  'input_fidelity',
  'moderation',
  'watermark',
  'negative_prompt',
  'style',
  'partial_images',
  'strict',
] as const;
export const IMAGE_MEMBERS: readonly string[] = ['modalities', 'image_config', ...TOP_LEVEL];

interface ImageTool {
  readonly at: string;
  readonly tree: TreeObject;
}

export interface DecodedImageOutput {
  readonly image?: ChatImageOutput;
  readonly warnings: readonly Warning[];
}

/** Finds out whether pictures are asked for (modalities, the image_generation tool, image_config) and how. */
export function decodeImageOutput(body: TreeObject): DecodedImageOutput {
  const modalities = readModalities(body.modalities);
  const tools = toolList(body.tools);
  const tool = findTool(tools);
  const config = isObject(body.image_config) ? body.image_config : undefined;
  const asked = modalities?.includes('image') === true;
  if (!asked && !tool && !config) return { warnings: [] };

  const top = decodeWishes({ ...pick(body, TOP_LEVEL), ...delivery(body) }, '');
  const configured = decodeWishes(config ?? {}, 'image_config');
  const tooled = tool && toolParameters(tool);
  const { wishes, fields } = mergeWishes(top, configured, ...(tooled ? [tooled] : []));
  const seed = typeof body.seed === 'number' && wishes.seed === undefined ? { seed: body.seed } : {};
  const { input_image_mask: mask, model, action: _action, ...unknown } = tooled?.rest ?? {};
  const paths = tooled?.paths ?? {};
  const strange = [
    ...Object.keys(unknown).map((name) => paths[name] ?? name),
    ...Object.keys(configured.rest).map((name) => `image_config.${name}`),
  ];
  const warnings = [
    ...(modalities?.includes('audio') ? [NO_AUDIO] : []),
    ...strange.map(unknownParameter),
    ...furtherImageTools(tools.map(isImageTool)),
    ...choiceOfNothing(body.tool_choice, tools),
  ];
  const choice = tool && imageChoice(body.tool_choice, tools);
  const decodedMask = mask === undefined ? undefined : decodeMask(mask, paths.input_image_mask ?? 'mask');
  const named = asString(model);
  return {
    warnings,
    image: {
      wishes: { ...seed, ...wishes },
      fields: { ...(seed.seed !== undefined && { seed: 'seed' }), ...fields, ...decodedMask?.fields },
      text: modalities ? modalities.includes('text') : true,
      viaTool: tool !== undefined,
      required: tool === undefined || choice === 'forced' || asked,
      ...(choice === 'declined' && !asked && !config && { declined: true }),
      ...(strange.length > 0 && { unknown: strange }),
      ...(decodedMask && { mask: decodedMask.ref }),
      ...(named !== undefined && { model: named }),
    },
  };
}

function readModalities(tree: Tree | undefined): readonly string[] | undefined {
  if (tree === undefined || tree === null) return undefined;
  const known = ['text', 'image', 'audio'];
  if (Array.isArray(tree) && tree.every((each) => typeof each === 'string' && known.includes(each))) {
    return tree as string[];
  }
  throw invalid('modalities', 'modalities must be an array of "text", "image" and "audio".');
}

function toolList(tools: Tree | undefined): readonly Tree[] {
  if (tools === undefined || tools === null) return [];
  if (!Array.isArray(tools)) throw invalid('tools', 'tools must be an array.');
  return tools;
}

function findTool(tools: readonly Tree[]): ImageTool | undefined {
  const found = tools.findIndex(isImageTool);
  if (found < 0) return undefined;
  return { at: `tools[${found}]`, tree: tools[found] as TreeObject };
}

interface ToolParameters extends DecodedWishes {
  /** Where each member of `rest` stands in the client's request. */
  readonly paths: { readonly [name: string]: string };
}

/** Parameters stand in `image_generation` (the mission's form), in `parameters` (OpenRouter's) or flat (Responses). */
function toolParameters({ at, tree }: ImageTool): ToolParameters {
  const { type: _type, image_generation, parameters, ...flat } = tree;
  const places: [at: string, members: TreeObject][] = [[at, flat]];
  for (const [name, nested] of Object.entries({ parameters, image_generation })) {
    if (nested === undefined || nested === null) continue;
    if (!isObject(nested)) throw invalid(`${at}.${name}`, `${at}.${name} must be an object.`);
    places.push([`${at}.${name}`, nested]);
  }
  const readings = places.map(([place, members]) => ({ place, ...decodeWishes(members, place) }));
  return {
    ...mergeWishes(...readings),
    rest: Object.assign({}, ...readings.map(({ rest }) => rest)),
    paths: Object.assign({}, ...readings.map(({ place, rest }) => pathsIn(place, rest))),
  };
}

const pathsIn = (place: string, members: TreeObject) =>
  Object.fromEntries(Object.keys(members).map((name) => [name, `${place}.${name}`]));

function decodeMask(tree: Tree, at: string) {
  if (!isObject(tree)) throw invalid(at, `${at} must be {"image_url": …} or {"file_id": …}.`);
  const { ref, field } = mediaRef(tree, at);
  return { ref, fields: { mask: field } };
}

/** `url` or `b64_json`, as the Images API has it; an object says how words are written. */
const delivery = ({ response_format: format }: TreeObject): TreeObject =>
  typeof format === 'string' ? { response_format: format } : {};

/** Where other tools are offered too, who offers them judges the choice. */
function choiceOfNothing(choice: Tree | undefined, tools: readonly Tree[]): Warning[] {
  const name = functionNamed(choice);
  if (name === undefined || tools.length === 0 || !tools.every(isImageTool)) return [];
  if (imageChoice(choice, tools) === 'forced') return [];
  return [{ kind: 'ignored', field: 'tool_choice', detail: `No tool is called ${name.slice(0, 64)}.` }];
}

function pick(body: TreeObject, names: readonly string[]): TreeObject {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(body, name)).map((name) => [name, body[name]]),
  );
}

const NO_AUDIO: Warning = {
  kind: 'ignored',
  field: 'modalities',
  detail: 'An answer with pictures cannot have sound.',
};
