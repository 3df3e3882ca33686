import { invalid } from '../../contract/error.ts';
import type { Part } from '../../contract/request.ts';
import { asArray, asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { isText, optionalBoolean, requiredText } from './fields.ts';
import { jsonText } from './json-text.ts';
import { documentParts, imagePart } from './sources.ts';
import type { Warn } from './warn.ts';

type Decode = (block: TreeObject, at: string, warn: Warn) => Part[];

const BLOCKS: { readonly [type: string]: Decode } = {
  text: (block, at) => textParts(requiredText(block.text, `${at}.text`)),
  image: (block, at) => [imagePart(block, at)],
  document: (block, at, warn) => documentParts(block, at, warn, decodeContent),
  search_result: searchResult,
  thinking,
  redacted_thinking: (block, at) => [
    { type: 'reasoning', text: '', redacted: true, signature: requiredText(block.data, `${at}.data`) },
  ],
  tool_use: toolUse,
  tool_result: toolResult,
  tool_reference: (block, at) => textParts(requiredText(block.tool_name, `${at}.tool_name`)),
};

/** Reads a string or a list of content blocks. */
export function decodeContent(tree: Tree | undefined, at: string, warn: Warn): Part[] {
  if (isText(tree)) return textParts(requiredText(tree, at));
  if (!Array.isArray(tree)) throw invalid(at, `${at} must be a string or an array of content blocks.`);
  return tree.flatMap((block: Tree, index) => decodeBlock(block, `${at}[${index}]`, warn));
}

/** Blocks that only Anthropic's own tools write and read are left out for everyone else. */
function decodeBlock(block: Tree, at: string, warn: Warn): Part[] {
  if (!isObject(block)) throw invalid(at, `${at} must be a content block.`);
  const type = requiredText(block.type, `${at}.type`);
  const decode = Object.hasOwn(BLOCKS, type) ? BLOCKS[type] : undefined;
  if (!decode) {
    const detail = `Only Anthropic reads blocks of the type ${type.slice(0, 60)}.`;
    warn({ kind: 'ignored', field: at, detail });
    return [];
  }
  const parts = decode(block, at, warn);
  const { cache_control: cache } = block;
  const last = parts.at(-1);
  return isObject(cache) && last ? [...parts.slice(0, -1), { ...last, cache }] : parts;
}

const textParts = (text: string): Part[] => (text === '' ? [] : [{ type: 'text', text }]);

/** Our own answers carry an empty signature where a provider signs nothing. */
function thinking(block: TreeObject, at: string): Part[] {
  const signature = asString(block.signature);
  const text = requiredText(block.thinking, `${at}.thinking`);
  return [{ type: 'reasoning', text, ...(signature && { signature }) }];
}

function toolUse(block: TreeObject, at: string): Part[] {
  return [
    {
      type: 'tool-call',
      id: requiredText(block.id, `${at}.id`),
      name: requiredText(block.name, `${at}.name`),
      arguments: jsonText(block.input ?? {}, `${at}.input`),
    },
  ];
}

function toolResult(block: TreeObject, at: string, warn: Warn): Part[] {
  const { content = null } = block;
  const failed = optionalBoolean(block.is_error, `${at}.is_error`) === true;
  return [
    {
      type: 'tool-result',
      id: requiredText(block.tool_use_id, `${at}.tool_use_id`),
      parts: content === null ? [] : decodeContent(content, `${at}.content`, warn),
      ...(failed && { failed }),
    },
  ];
}

/** A search result given to the model is words with a heading. */
function searchResult(block: TreeObject, at: string, warn: Warn): Part[] {
  const heading = [asString(block.title), asString(block.source)].filter((line) => line !== undefined);
  const content = decodeContent(asArray(block.content), `${at}.content`, warn);
  return [...textParts(heading.join('\n')), ...content];
}
