import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';

/** What a request puts into a workflow, by placeholder: `{{prompt}}`, `{{width}}`, … */
export interface Values {
  readonly model: string;
  readonly prompt: string;
  readonly negative_prompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly steps: number;
  readonly cfg: number;
  readonly sampler: string;
  readonly scheduler: string;
  /** Share of noise an edit starts from; 1: nothing of the picture is left. */
  readonly denoise: number;
  /** Name under which the picture to edit was uploaded. */
  readonly image?: string;
  /** The same of the mask. */
  readonly mask?: string;
}

const node = (class_type: string, inputs: TreeObject): TreeObject => ({ class_type, inputs });

const COMMON: TreeObject = {
  checkpoint: node('CheckpointLoaderSimple', { ckpt_name: '{{model}}' }),
  positive: node('CLIPTextEncode', { text: '{{prompt}}', clip: ['checkpoint', 1] }),
  negative: node('CLIPTextEncode', { text: '{{negative_prompt}}', clip: ['checkpoint', 1] }),
  decoded: node('VAEDecode', { samples: ['sampler', 0], vae: ['checkpoint', 2] }),
  // A preview goes to the server's temporary folder: nobody's output folder fills up.
  picture: node('PreviewImage', { images: ['decoded', 0] }),
};

const sampler = (latent: Tree): TreeObject =>
  node('KSampler', {
    seed: '{{seed}}',
    steps: '{{steps}}',
    cfg: '{{cfg}}',
    sampler_name: '{{sampler}}',
    scheduler: '{{scheduler}}',
    denoise: '{{denoise}}',
    model: ['checkpoint', 0],
    positive: ['positive', 0],
    negative: ['negative', 0],
    latent_image: latent,
  });

/** A checkpoint draws from noise. */
export const DRAWING: TreeObject = {
  ...COMMON,
  empty: node('EmptyLatentImage', { width: '{{width}}', height: '{{height}}', batch_size: '{{count}}' }),
  sampler: sampler(['empty', 0]),
};

/** A checkpoint draws on from a picture. */
export const EDITING: TreeObject = {
  ...COMMON,
  loaded: node('LoadImage', { image: '{{image}}' }),
  scaled: node('ImageScale', {
    image: ['loaded', 0],
    upscale_method: 'lanczos',
    width: '{{width}}',
    height: '{{height}}',
    crop: 'center',
  }),
  encoded: node('VAEEncode', { pixels: ['scaled', 0], vae: ['checkpoint', 2] }),
  repeated: node('RepeatLatentBatch', { samples: ['encoded', 0], amount: '{{count}}' }),
  sampler: sampler(['repeated', 0]),
};

/** The same within a mask. quirk(comfyui): a loaded picture's mask is 1 where its alpha is 0, which is our convention — ComfyUI nodes.py, seen 2026-11 */
export const INPAINTING: TreeObject = {
  ...EDITING,
  hole: node('LoadImage', { image: '{{mask}}' }),
  masked: node('SetLatentNoiseMask', { samples: ['repeated', 0], mask: ['hole', 1] }),
  sampler: sampler(['masked', 0]),
};

/** The workflow with its placeholders filled in; one that is a whole string keeps its value's type. */
export function fill(workflow: TreeObject, values: Values): TreeObject {
  return Object.fromEntries(Object.entries(workflow).map(([id, tree]) => [id, filled(tree ?? null, values)]));
}

function filled(tree: Tree, values: Values): Tree {
  if (typeof tree === 'string') return filledText(tree, values);
  if (Array.isArray(tree)) return (tree as readonly Tree[]).map((item) => filled(item, values));
  return isObject(tree) ? fill(tree, values) : tree;
}

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

function filledText(text: string, values: Values): Tree {
  const [whole] = text.match(PLACEHOLDER) ?? [];
  if (whole === text) return lookUp(text.replace(PLACEHOLDER, '$1'), values) ?? text;
  return text.replace(PLACEHOLDER, (found, name: string) => String(lookUp(name, values) ?? found));
}

const lookUp = (name: string, values: Values): string | number | undefined =>
  Object.hasOwn(values, name) ? values[name as keyof Values] : undefined;
