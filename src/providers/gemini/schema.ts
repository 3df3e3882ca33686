import { asArray, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';

/**
 * quirk(gemini): JSON Schema is read in these words only; `oneOf` counts as `anyOf` — npm @google/genai 3.1 types
 * (responseJsonSchema), seen 2026-11
 */
const KNOWN = [
  '$id',
  '$defs',
  '$ref',
  '$anchor',
  'type',
  'format',
  'title',
  'description',
  'enum',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'anyOf',
  'oneOf',
  'properties',
  'additionalProperties',
  'required',
  'propertyOrdering',
];

/** Words that restrict nothing; leaving them out loses nothing. */
const NOTES = [
  '$schema',
  '$comment',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'nullable',
];

export interface CleanSchema {
  readonly schema: Tree;
  /** Restrictions that Gemini does not know, each once. */
  readonly dropped: readonly string[];
}

/** A JSON Schema in the words Gemini knows. What can be said in other words is: `const`, `definitions`, `allOf`, exclusive bounds. */
export function cleanSchema(tree: Tree): CleanSchema {
  const dropped = new Set<string>();
  return { schema: clean(tree, dropped), dropped: [...dropped] };
}

function clean(tree: Tree, dropped: Set<string>): Tree {
  if (!isObject(tree)) return tree;
  const kept: { [word: string]: Tree } = {};
  for (const [word, value] of Object.entries(merged(inGeminisWords(tree)))) {
    if (value === undefined) continue;
    if (KNOWN.includes(word)) kept[word] = inner(word, value, dropped);
    else if (!NOTES.includes(word)) dropped.add(word);
  }
  return kept;
}

function inner(word: string, value: Tree, dropped: Set<string>): Tree {
  switch (word) {
    case 'properties':
    case '$defs':
      return isObject(value) ? mapValues(value, (each) => clean(each, dropped)) : value;
    case 'items':
    case 'additionalProperties':
      return clean(value, dropped);
    case 'anyOf':
    case 'oneOf':
    case 'prefixItems':
      return asArray(value).map((each) => clean(each, dropped));
    case '$ref':
      return typeof value === 'string' ? value.replace('#/definitions/', '#/$defs/') : value;
    default:
      return value;
  }
}

function inGeminisWords(tree: TreeObject): TreeObject {
  const { const: constant, definitions, exclusiveMinimum, exclusiveMaximum, ...rest } = tree;
  return {
    ...rest,
    ...(constant !== undefined && { enum: [constant] }),
    ...(definitions !== undefined && { $defs: definitions }),
    ...bound('minimum', rest.minimum, exclusiveMinimum, tree.type === 'integer' ? 1 : 0),
    ...bound('maximum', rest.maximum, exclusiveMaximum, tree.type === 'integer' ? -1 : 0),
    // `prefixItems` in the words of older drafts.
    ...(Array.isArray(rest.items) && { prefixItems: rest.items, items: undefined }),
  };
}

/** An exclusive bound as the nearest inclusive one. */
function bound(word: string, given: Tree | undefined, exclusive: Tree | undefined, step: number): TreeObject {
  return typeof exclusive === 'number' && given === undefined ? { [word]: exclusive + step } : {};
}

/** `allOf` as one schema: members of its own win, properties and required names are joined. */
function merged(tree: TreeObject): TreeObject {
  const { allOf, ...own } = tree;
  if (allOf === undefined) return own;
  const all = [
    ...asArray(allOf)
      .filter(isObject)
      .map((each) => merged(inGeminisWords(each))),
    own,
  ];
  const properties = Object.assign({}, ...all.map((each) => each.properties ?? {})) as TreeObject;
  const required = [...new Set(all.flatMap((each) => asArray(each.required)))];
  return {
    ...Object.assign({}, ...all),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

function mapValues(tree: TreeObject, change: (value: Tree) => Tree): TreeObject {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [name, value === undefined ? undefined : change(value)]),
  );
}
