import { invalid } from '../../contract/error.ts';
import type { Message, Part } from '../../contract/request.ts';
import {
  asString,
  isObject,
  member,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { mediaRef } from '../openai-shared/media-ref.ts';
import { requiredText } from './fields.ts';
import { partsOfText } from './text-images.ts';

const ROLES: { readonly [role: string]: Message['role'] } = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
  function: 'tool',
};

/** Reads `messages`, with pictures in every form clients send or echo them. */
export function decodeMessages(tree: Tree | undefined): Message[] {
  if (!Array.isArray(tree)) throw invalid('messages', 'messages must be an array of messages.');
  if (tree.length === 0) throw invalid('messages', 'messages is empty; send at least one message.');
  return tree.map((each: Tree, index) => decodeMessage(each, `messages[${index}]`));
}

function decodeMessage(tree: Tree, at: string): Message {
  if (!isObject(tree)) throw invalid(at, `${at} must be an object with role and content.`);
  const name = requiredText(tree.role, `${at}.role`);
  const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
  if (!role) throw invalid(`${at}.role`, `${at}.role must be one of: ${Object.keys(ROLES).join(', ')}.`);
  const content = decodeContent(tree.content, `${at}.content`, role === 'assistant');
  if (role === 'tool') return { role, parts: [toolResult(tree, content, at)] };
  if (role !== 'assistant') return { role, parts: content };
  return { role, parts: withSignatures(assistantParts(tree, content, at), tree.reasoning_details) };
}

function decodeContent(tree: Tree | undefined, at: string, mayBeEmpty: boolean): Part[] {
  if (typeof tree === 'string' || tree instanceof SplicedString) return partsOfText(tree, at);
  if (Array.isArray(tree)) return tree.flatMap((part: Tree, index) => decodePart(part, `${at}[${index}]`));
  if ((tree === undefined || tree === null) && mayBeEmpty) return [];
  throw invalid(at, `${at} must be a string or an array of content parts.`);
}

function decodePart(tree: Tree, at: string): Part[] {
  if (typeof tree === 'string' || tree instanceof SplicedString) return partsOfText(tree, at);
  if (!isObject(tree)) throw invalid(at, `${at} must be a content part.`);
  switch (tree.type) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return partsOfText(
        tree.text instanceof SplicedString ? tree.text : requiredText(tree.text, `${at}.text`),
        `${at}.text`,
      );
    case 'refusal':
      return [{ type: 'text', text: requiredText(tree.refusal, `${at}.refusal`) }];
    case 'image_url':
    case 'input_image':
    case 'image':
      return [imagePart(tree, at)];
    case 'file':
      return [filePart(tree, at)];
    default:
      throw invalid(
        `${at}.type`,
        `${at}.type is ${JSON.stringify(tree.type ?? null)}; text, image_url, input_image and file (an image) are supported.`,
      );
  }
}

/** `{image_url:{url,detail}}`, `{image_url:"…"}`, `{file_id}`. */
function imagePart(tree: TreeObject, at: string): Part {
  const { field, ref } = mediaRef(tree, at);
  const detail = asString(member(tree.image_url, 'detail') ?? tree.detail);
  return { type: 'media', media: ref, field, ...(detail !== undefined && { detail }) };
}

/** A file part is taken when it holds an image. */
function filePart(tree: TreeObject, at: string): Part {
  const { file_data: data, file_id: id } = (isObject(tree.file) ? tree.file : tree) as TreeObject;
  const { field, ref } = mediaRef({ image_url: data, file_id: id }, `${at}.file`);
  if (ref.from === 'inline' && ref.declared !== undefined && !ref.declared.startsWith('image/')) {
    throw invalid(field, `${field} is ${ref.declared}; only images are supported as files.`);
  }
  return { type: 'media', media: ref, field };
}

function toolResult(tree: TreeObject, parts: Part[], at: string): Part {
  return {
    type: 'tool-result',
    id: requiredText(tree.tool_call_id ?? tree.name, `${at}.tool_call_id`),
    parts,
  };
}

function assistantParts(tree: TreeObject, content: Part[], at: string): Part[] {
  const inContent = content.some((part) => part.type === 'media');
  return [
    ...content,
    // A client that echoes our default shape sends each picture twice: as a content part and in `images`.
    ...(inContent
      ? []
      : listOf(tree.images).map((image, index) => echoedImage(image, `${at}.images[${index}]`))),
    ...listOf(tree.tool_calls).flatMap((call, index) => toolCall(call, `${at}.tool_calls[${index}]`)),
  ];
}

const listOf = (tree: Tree | undefined): readonly Tree[] => (Array.isArray(tree) ? tree : []);

function echoedImage(tree: Tree, at: string): Part {
  if (typeof tree === 'string' || tree instanceof SplicedString) return imagePart({ image_url: tree }, at);
  if (!isObject(tree)) throw invalid(at, `${at} must be {"type":"image_url","image_url":{"url":…}}.`);
  return imagePart(tree.image_url === undefined ? { image_url: tree.url } : tree, at);
}

/** Our own `image_generation` entries only point at pictures that stand elsewhere in the message. */
function toolCall(tree: Tree, at: string): Part[] {
  if (!isObject(tree) || tree.type === 'image_generation') return [];
  const name = requiredText(member(tree.function, 'name'), `${at}.function.name`);
  const args = asString(member(tree.function, 'arguments')) ?? '';
  return [{ type: 'tool-call', id: requiredText(tree.id, `${at}.id`), name, arguments: args }];
}

/** Puts the providers' opaque marks, which we sent as `reasoning_details`, back on their parts. */
function withSignatures(parts: Part[], details: Tree | undefined): Part[] {
  const marks = new Map<string, string>();
  for (const each of listOf(details)) {
    const [id, data] = [asString(member(each, 'id')), asString(member(each, 'data'))];
    if (id !== undefined && data !== undefined) marks.set(id, data);
  }
  if (marks.size === 0) return parts;
  const seen = { text: 0, media: 0 };
  return parts.map((part) => {
    if (part.type !== 'text' && part.type !== 'media') return part;
    const signature = marks.get(`${part.type}-${seen[part.type]++}`);
    return signature === undefined ? part : { ...part, signature };
  });
}
