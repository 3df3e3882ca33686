import { invalid } from '../../contract/error.ts';
import type { MediaRef } from '../../contract/image.ts';
import { parseInline } from '../../contract/inline.ts';
import type { FilePart, MediaPart, Part } from '../../contract/request.ts';
import {
  asString,
  isObject,
  member,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { optionalText, requiredText } from '../openai-shared/fields.ts';
import { imageRef, mediaRef } from '../openai-shared/media-ref.ts';
import { partsOfText } from './text-images.ts';

/** Reads `content`: a string or a list of parts. */
export function decodeContent(tree: Tree | undefined, at: string, mayBeEmpty: boolean): Part[] {
  if (typeof tree === 'string' || tree instanceof SplicedString) return partsOfText(tree, at);
  if (Array.isArray(tree)) {
    return tree.flatMap((part: Tree, index) => cached(part, decodePart(part, `${at}[${index}]`)));
  }
  if ((tree === undefined || tree === null) && mayBeEmpty) return [];
  throw invalid(at, `${at} must be a string or an array of content parts.`);
}

/** Puts the mark "cache up to here", which OpenRouter's clients send, on the last of the parts made of one. */
function cached(tree: Tree, parts: readonly Part[]): readonly Part[] {
  const cache = member(tree, 'cache_control');
  return isObject(cache)
    ? parts.map((part, at) => (at === parts.length - 1 ? { ...part, cache } : part))
    : parts;
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
      return [{ type: 'text', text: requiredText(tree.refusal, `${at}.refusal`), refusal: true }];
    case 'image_url':
    case 'input_image':
    case 'image':
      return [imagePart(tree, at)];
    case 'file':
    case 'input_file':
      return [filePart(tree, at)];
    case 'input_audio':
      return [audioPart(tree, at)];
    case 'video_url':
      return [videoPart(tree, at)];
    default:
      throw invalid(
        `${at}.type`,
        `${at}.type is ${JSON.stringify(tree.type ?? null)}; text, image_url, input_image, input_audio, video_url and file are supported.`,
      );
  }
}

/** `{image_url:{url,detail}}`, `{image_url:"…"}`, `{file_id}`. */
export function imagePart(tree: TreeObject, at: string): MediaPart {
  const { field, ref } = mediaRef(tree, at);
  const detail = asString(member(tree.image_url, 'detail') ?? tree.detail);
  return { type: 'media', media: ref, field, ...(detail !== undefined && { detail }) };
}

/** Ids of pictures that this gateway keeps. */
const KEPT_PICTURE = /^img_/;

/** A file that holds an image is a picture like any other. */
function filePart(tree: TreeObject, at: string): Part {
  const [file, place] = isObject(tree.file) ? [tree.file, `${at}.file`] : [tree, at];
  const id = asString(file.file_id);
  const field = id === undefined ? `${place}.file_data` : `${place}.file_id`;
  const ref: MediaRef = id === undefined ? imageRef(file.file_data, field) : { from: 'stored', id };
  const name = optionalText(file.filename, `${place}.filename`);
  const declared = ref.from === 'inline' ? ref.declared : undefined;
  const isPicture = id === undefined ? declared?.startsWith('image/') : KEPT_PICTURE.test(id);
  if (isPicture) return { type: 'media', media: ref, field };
  const mediaType = declared ?? typeByName(name) ?? 'application/pdf';
  return { type: 'file', media: ref, mediaType, field, ...(name !== undefined && { name }) };
}

const TYPES: { readonly [ending: string]: string } = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  md: 'text/markdown',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  txt: 'text/plain',
  wav: 'audio/wav',
};

function typeByName(name: string | undefined): string | undefined {
  const ending = /\.(\w+)$/.exec(name ?? '')?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined;
}

/** `{input_audio: {data, format}}`, the data bare base64 or a data URL. */
function audioPart(tree: TreeObject, at: string): FilePart {
  const field = `${at}.input_audio.data`;
  const data = member(tree.input_audio, 'data');
  const inline = typeof data === 'string' || data instanceof SplicedString ? parseInline(data) : undefined;
  if (!inline || inline.payload.size === 0) throw invalid(field, `${field} must be base64.`);
  const format = requiredText(member(tree.input_audio, 'format'), `${at}.input_audio.format`);
  const mediaType = format === 'mp3' ? 'audio/mpeg' : `audio/${format}`;
  const media: MediaRef = { from: 'inline', payload: inline.payload, declared: mediaType };
  return { type: 'file', media, mediaType, field };
}

/** `{video_url: {url}}`, as Qwen, Doubao, Kimi and GLM take it. */
function videoPart(tree: TreeObject, at: string): FilePart {
  const field = `${at}.video_url.url`;
  const media = imageRef(member(tree.video_url, 'url') ?? tree.video_url, field);
  const declared = media.from === 'inline' ? media.declared : undefined;
  return { type: 'file', media, mediaType: declared ?? 'video/mp4', field };
}
