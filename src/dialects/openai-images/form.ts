import type { FormEntry, Query } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { MediaRef } from '../../contract/image.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { imageRef, mediaRef } from '../openai-shared/media-ref.ts';

/** The two spellings of an images request brought to one: plain members, pictures, mask. */
export interface ImagesBody {
  readonly members: TreeObject;
  readonly inputs: readonly MediaRef[];
  readonly inputsField: string;
  readonly mask?: MediaRef;
}

export function readBody(query: Query): ImagesBody {
  if (query.body.kind === 'form') return readForm(query.body.entries);
  if (!isObject(query.body.tree)) throw invalid('body', 'The body must be a JSON object.');
  return readJson(query.body.tree);
}

/** JSON: `images` (OpenAI's) or `image` (what relays and older clients send) as URL strings or objects. */
function readJson(body: TreeObject): ImagesBody {
  const { images, image, mask, ...members } = body;
  const field = images === undefined || images === null ? 'image' : 'images';
  const value = field === 'images' ? images : image;
  const list =
    value === undefined || value === null ? [] : Array.isArray(value) ? (value as Tree[]) : [value];
  const single = !Array.isArray(value);
  const inputs = list.map((each, index) => readRef(each, single ? field : `${field}[${index}]`));
  const masked = mask === undefined || mask === null ? undefined : readRef(mask, 'mask');
  return { members, inputs, inputsField: field, ...(masked && { mask: masked }) };
}

function readRef(tree: Tree, at: string): MediaRef {
  return isObject(tree)
    ? mediaRef(tree.image_url === undefined ? { ...tree, image_url: tree.url } : tree, at).ref
    : imageRef(tree, at);
}

const NUMBERS = ['n', 'output_compression', 'partial_images', 'seed'];
const BOOLEANS = ['stream', 'watermark', 'strict'];

/** Multipart: files `image`, `image[]` (any number) and `mask`; numbers and booleans arrive as strings. */
function readForm(entries: readonly FormEntry[]): ImagesBody {
  const members: { [name: string]: Tree } = {};
  const inputs: MediaRef[] = [];
  let mask: MediaRef | undefined;
  for (const entry of entries) {
    const name = entry.name.replace(/\[\d*\]$/, '');
    const isPicture = name === 'image' || name === 'images';
    if (!('payload' in entry)) {
      if (isPicture) inputs.push(imageRef(entry.value, entry.name));
      else if (name === 'mask') mask = imageRef(entry.value, 'mask');
      else members[name] = fromText(name, entry.value);
      continue;
    }
    if (entry.payload.size === 0) throw invalid(entry.name, `${entry.name} is an empty file.`);
    const { payload, mediaType } = entry;
    const ref: MediaRef = {
      from: 'inline',
      payload,
      ...(mediaType !== undefined && { declared: mediaType }),
    };
    if (isPicture) inputs.push(ref);
    else if (name === 'mask') mask = ref;
    else throw invalid(entry.name, `${entry.name} is a file; only image, image[] and mask are.`);
  }
  return { members, inputs, inputsField: 'image', ...(mask && { mask }) };
}

function fromText(name: string, value: string): Tree {
  if (NUMBERS.includes(name) && /^-?\d+$/.test(value.trim())) return Number(value);
  if (BOOLEANS.includes(name) && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
