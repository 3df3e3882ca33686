import { GatewayError } from '../../contract/error.ts';
import type { FilePart, MediaPart, Part } from '../../contract/request.ts';
import { isSamples, wavOf } from '../../contract/sound.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { imageType } from '../../lib/image-type.ts';
import type { Carrier } from './carrier.ts';
import { ignored } from './ignored.ts';

/** The content of a turn: a string where it is all text, the only form that every upstream takes. */
export function encodeContent(parts: readonly Part[], carrier: Carrier): Tree {
  const isPlain = parts.every((part) => part.type === 'text' && !isMarked(part, carrier));
  if (isPlain) return parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
  const pieces = parts.flatMap((part) => encodePart(part, carrier));
  return pieces.length === 0 ? '' : pieces;
}

/** A picture as the URL that chat completions and the Responses API take: its own, or a data URL. */
export function pictureUrl(part: MediaPart): string | SplicedString {
  const { media } = part;
  if (media.from === 'url') return media.url;
  if (media.from !== 'inline')
    throw new GatewayError('internal', 'A picture was not loaded before it was sent.');
  const type = imageType(media.payload.head) ?? media.declared ?? 'image/png';
  return SplicedString.of(`data:${type};base64,`, media.payload);
}

const isMarked = ({ cache }: Part, { options, warn }: Carrier): boolean => {
  if (!cache) return false;
  if (!options.cacheMarks) warn(ignored('cache_control', 'The upstream decides by itself what to cache.'));
  return options.cacheMarks === true;
};

function encodePart(part: Part, carrier: Carrier): Tree[] {
  const mark = isMarked(part, carrier) ? { cache_control: part.cache } : {};
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [{ type: 'text', text: part.text, ...mark }];
    case 'media':
      return [{ ...encodePicture(part, carrier), ...mark }];
    case 'file':
      return encodeFile(part, carrier).map((piece) => ({ ...piece, ...mark }));
    default:
      return [];
  }
}

function encodePicture(part: MediaPart, { options, target, warn }: Carrier): TreeObject {
  if (options.leavesOutPictures && target.card.chat?.vision === false) {
    warn(ignored(part.field ?? 'messages', `${target.model} sees no pictures; they were left out.`));
    return { type: 'text', text: '[A picture was left out: this model sees none.]' };
  }
  return { type: 'image_url', image_url: { url: pictureUrl(part), detail: part.detail } };
}

function encodeFile(part: FilePart, carrier: Carrier): TreeObject[] {
  const piece = soundPiece(part, carrier) ?? documentPiece(part, carrier) ?? textPiece(part);
  if (piece) return [piece];
  const name = part.name ?? part.mediaType;
  carrier.warn(ignored(part.field ?? 'messages', `The upstream takes no such file; ${name} was left out.`));
  return [{ type: 'text', text: `[The file ${name} was left out: this model cannot read it.]` }];
}

const AUDIO_FORMATS: { readonly [mediaType: string]: string } = {
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
};

/** Sound and moving pictures. */
function soundPiece({ media, mediaType }: FilePart, { options }: Carrier): TreeObject | undefined {
  const { audio, video } = options.files ?? {};
  // quirk(openai): sound comes as wav or mp3, never as bare samples. — npm openai 7.57 types, seen 2026-11
  if (audio && isSamples(mediaType) && media.from === 'inline') {
    const data = SplicedString.of('', wavOf([media.payload], mediaType));
    return { type: 'input_audio', input_audio: { data, format: 'wav' } };
  }
  if (audio && mediaType.startsWith('audio/') && media.from === 'inline') {
    const format = AUDIO_FORMATS[mediaType] ?? mediaType.replace('audio/', '');
    return { type: 'input_audio', input_audio: { data: SplicedString.of('', media.payload), format } };
  }
  if (!video || !mediaType.startsWith('video/')) return undefined;
  if (media.from === 'url') return { type: 'video_url', video_url: { url: media.url } };
  if (media.from !== 'inline') return undefined;
  return { type: 'video_url', video_url: { url: dataUrl(media.payload, mediaType) } };
}

const dataUrl = (payload: Parameters<typeof SplicedString.of>[1], mediaType: string): SplicedString =>
  SplicedString.of(`data:${mediaType};base64,`, payload);

function documentPiece({ media, mediaType, name }: FilePart, { options }: Carrier): TreeObject | undefined {
  const { document, urls } = options.files ?? {};
  if (!document || /^(audio|video|text)\//.test(mediaType) || media.from === 'kept') return undefined;
  if (media.from === 'stored') {
    return document === 'file' ? { type: 'file', file: { file_id: media.id } } : undefined;
  }
  if (media.from === 'url' && !urls) return undefined;
  const data = media.from === 'url' ? media.url : dataUrl(media.payload, mediaType);
  if (document === 'document_url') return { type: 'document_url', document_url: data };
  // quirk(openai): a file without a name is refused. — npm openai 7.57 types, seen 2026-11
  return { type: 'file', file: { filename: name ?? 'document.pdf', file_data: data } };
}

const TEXTUAL = /^(text\/|application\/(json|xml|yaml|x-yaml)\b)/;

/** Any model reads text. */
function textPiece({ media, mediaType, name }: FilePart): TreeObject | undefined {
  const bytes = media.from === 'inline' ? media.payload.bytes : undefined;
  if (!bytes || !TEXTUAL.test(mediaType)) return undefined;
  const heading = name === undefined ? '' : `${name}:\n`;
  return { type: 'text', text: heading + Buffer.from(bytes).toString() };
}
