import { invalid } from '../../contract/error.ts';
import type { MediaRef } from '../../contract/image.ts';
import type { FilePart, MediaPart, Part } from '../../contract/request.ts';
import { asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { imageRef } from '../openai-shared/media-ref.ts';
import { optionalText, requiredText } from './fields.ts';
import type { Warn } from './warn.ts';

/** `{type:'image', source:{type:'base64'|'url'|'file', …}}`. */
export function imagePart(block: TreeObject, at: string): MediaPart {
  const { ref, field } = sourceRef(block.source, `${at}.source`);
  return { type: 'media', media: ref, field };
}

/** A document: text becomes a text part, everything else a file. */
export function documentParts(
  block: TreeObject,
  at: string,
  warn: Warn,
  decodeContent: (tree: Tree | undefined, at: string, warn: Warn) => Part[],
): Part[] {
  const source = isObject(block.source) ? block.source : {};
  const title = optionalText(block.title, `${at}.title`);
  const context = optionalText(block.context, `${at}.context`);
  if (member(block.citations, 'enabled') === true) {
    warn({ kind: 'ignored', field: `${at}.citations`, detail: 'Only Anthropic cites documents.' });
  }
  const about = [title, context].filter((line) => line !== undefined);
  const heading: Part[] = about.length === 0 ? [] : [{ type: 'text', text: about.join('\n') }];
  if (source.type === 'content') {
    return [...heading, ...decodeContent(source.content, `${at}.source.content`, warn)];
  }
  if (source.type === 'text') {
    return [...heading, { type: 'text', text: requiredText(source.data, `${at}.source.data`) }];
  }
  const file = filePart(source, at, title);
  return context === undefined ? [file] : [{ type: 'text', text: context }, file];
}

function filePart(source: TreeObject, at: string, name: string | undefined): FilePart {
  const { ref, field } = sourceRef(source, `${at}.source`);
  const mediaType = asString(source.media_type) ?? 'application/pdf';
  return { type: 'file', media: ref, mediaType, field, ...(name !== undefined && { name }) };
}

function sourceRef(tree: Tree | undefined, at: string): { readonly ref: MediaRef; readonly field: string } {
  const source = isObject(tree) ? tree : {};
  switch (source.type) {
    case 'base64':
      return { ref: declaredRef(source, `${at}.data`), field: `${at}.data` };
    case 'url':
      return { ref: imageRef(source.url, `${at}.url`), field: `${at}.url` };
    case 'file': {
      const field = `${at}.file_id`;
      return { ref: { from: 'stored', id: requiredText(source.file_id, field) }, field };
    }
    default:
      throw invalid(`${at}.type`, `${at}.type must be one of: base64, url, file.`);
  }
}

function declaredRef(source: TreeObject, field: string): MediaRef {
  const ref = imageRef(source.data, field);
  const declared = asString(source.media_type);
  if (ref.from !== 'inline') throw invalid(field, `${field} must be base64.`);
  return declared === undefined ? ref : { ...ref, declared };
}
