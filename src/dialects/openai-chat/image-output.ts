import { invalid } from '../../contract/error.ts';
import type { ChatImageOutput, Warning } from '../../contract/request.ts';
import { asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { mediaRef } from '../openai-shared/media-ref.ts';
import { type DecodedWishes, decodeWishes, mergeWishes } from '../openai-shared/wishes.ts';

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
  const tool = findTool(body.tools);
  const config = isObject(body.image_config) ? body.image_config : undefined;
  if (!modalities?.includes('image') && !tool && !config) return { warnings: [] };

  const top = decodeWishes(pick(body, TOP_LEVEL), '');
  const configured = decodeWishes(config ?? {}, 'image_config');
  const tooled = tool && toolParameters(tool);
  const { wishes, fields } = mergeWishes(top, configured, ...(tooled ? [tooled] : []));
  const seed = typeof body.seed === 'number' && wishes.seed === undefined ? { seed: body.seed } : {};
  const { input_image_mask: mask, model, action: _action, ...unknown } = tooled?.rest ?? {};
  const paths = tooled?.paths ?? {};
  const warnings = [
    ...(modalities?.includes('audio') ? [NO_AUDIO] : []),
    ...Object.keys(unknown).map((name) => ignored(paths[name] ?? name)),
    ...Object.keys(configured.rest).map((name) => ignored(`image_config.${name}`)),
  ];
  const decodedMask = mask === undefined ? undefined : decodeMask(mask, paths.input_image_mask ?? 'mask');
  const named = asString(model);
  return {
    warnings,
    image: {
      wishes: { ...seed, ...wishes },
      fields: { ...(seed.seed !== undefined && { seed: 'seed' }), ...fields, ...decodedMask?.fields },
      text: modalities ? modalities.includes('text') : true,
      viaTool: tool !== undefined,
      required: tool === undefined || isForced(body.tool_choice) || modalities?.includes('image') === true,
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

const TOOL_TYPES = ['image_generation', 'openrouter:image_generation'];

export const isImageTool = (tool: Tree): boolean =>
  isObject(tool) && TOOL_TYPES.includes(asString(tool.type) ?? '');

function findTool(tools: Tree | undefined): ImageTool | undefined {
  if (tools === undefined || tools === null) return undefined;
  if (!Array.isArray(tools)) throw invalid('tools', 'tools must be an array.');
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

const isForced = (choice: Tree | undefined): boolean =>
  choice === 'required' || (isObject(choice) && isImageTool(choice));

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

const ignored = (field: string): Warning => ({
  kind: 'ignored',
  field,
  detail: `${field} is not an image parameter this gateway knows.`,
});
