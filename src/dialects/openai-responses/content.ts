import { invalid } from '../../contract/error.ts';
import type { MediaRef } from '../../contract/image.ts';
import { parseInline } from '../../contract/inline.ts';
import type { FilePart, MediaPart, Part, Warning } from '../../contract/request.ts';
import { asString, type SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { parse, text } from '../../wire/schema.ts';
import { mediaRef } from '../openai-shared/media-ref.ts';
import { AUDIO_PART, FILE_PART, IMAGE_PART, REFUSAL_PART, TEXT_PART } from './schema.ts';

export type Warn = (warning: Warning) => void;

/** Reads the `content` of a message or the `output` of a tool: a string or an array of parts. */
export function decodeContent(
  tree: string | SplicedString | readonly TreeObject[],
  at: string,
  warn: Warn,
): Part[] {
  if (Array.isArray(tree)) {
    return (tree as readonly TreeObject[]).flatMap((part, index) =>
      decodePart(part, `${at}[${index}]`, warn),
    );
  }
  return [{ type: 'text', text: parse(text(), tree as Tree, at) }];
}

function decodePart(tree: TreeObject, at: string, warn: Warn): Part[] {
  switch (tree.type) {
    case 'input_text':
    case 'output_text':
    case 'summary_text':
    case 'reasoning_text':
    case 'text':
      return [{ type: 'text', text: parse(TEXT_PART, tree, at).text }];
    case 'refusal':
      return [{ type: 'text', text: parse(REFUSAL_PART, tree, at).refusal, refusal: true }];
    case 'input_image':
      return [imagePart(tree, at, warn)];
    case 'input_file':
      return [filePart(tree, at)];
    case 'input_audio':
      return [audioPart(tree, at)];
    default:
      throw invalid(
        `${at}.type`,
        `"${at}.type" is ${shown(tree.type)}; it must be one of input_text, input_image, input_file, input_audio, output_text, refusal.`,
      );
  }
}

const shown = (type: Tree | undefined): string => `"${(asString(type) ?? '').slice(0, 40)}"`;

function imagePart(tree: TreeObject, at: string, warn: Warn): MediaPart {
  const { detail } = parse(IMAGE_PART, tree, at);
  const { ref, field } = mediaRef(tree, at);
  if (detail === 'original') {
    const kind = 'adjusted';
    warn({ kind, field: `${at}.detail`, detail: 'The picture is sent with the detail "high".' });
  }
  const closeness = detail === 'original' ? 'high' : detail;
  return { type: 'media', media: ref, field, ...(closeness && { detail: closeness }) };
}

function filePart(tree: TreeObject, at: string): FilePart {
  const { filename, file_data, file_url } = parse(FILE_PART, tree, at);
  const name = filename ? { name: filename } : {};
  if (file_url) {
    const media: MediaRef = { from: 'url', url: file_url };
    return { type: 'file', media, mediaType: typeOf(filename ?? file_url), ...name, field: `${at}.file_url` };
  }
  if (!file_data) {
    throw invalid(at, `"${at}" must hold the file as file_data or file_url; files are not kept here by id.`);
  }
  return { type: 'file', ...inlineFile(file_data, `${at}.file_data`, typeOf(filename ?? '')), ...name };
}

function audioPart(tree: TreeObject, at: string): FilePart {
  const { data, format } = parse(AUDIO_PART, tree, at).input_audio;
  return { type: 'file', ...inlineFile(data, `${at}.input_audio.data`, `audio/${format}`) };
}

function inlineFile(data: string | SplicedString, field: string, guess: string) {
  const inline = parseInline(data);
  if (!inline) throw invalid(field, `"${field}" must be a data URL or base64.`);
  const { payload, mediaType = guess } = inline;
  return { media: { from: 'inline', payload, declared: mediaType } as const, mediaType, field };
}

const TYPES: { readonly [ending: string]: string } = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  html: 'text/html',
};

const LONGEST_NAME = 2_000;

/** By the name's ending; most files sent to models are PDFs. */
const typeOf = (name: string): string =>
  TYPES[/\.([a-z]+)(?:[?#].*)?$/i.exec(name.slice(0, LONGEST_NAME))?.[1]?.toLowerCase() ?? ''] ??
  'application/pdf';
