import type { ReplyContext } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { ChatRequest, SoundFormat, SoundPart, SoundWish } from '../../contract/request.ts';
import type { SoundPiece } from '../../contract/response.ts';
import { isSamples, joined, wavOf } from '../../contract/sound.ts';
import { asArray, asString, isObject, SplicedString, type TreeObject } from '../../contract/tree.ts';

/** Members that say how the answer is to be heard. */
export const SOUND_MEMBERS: readonly string[] = ['modalities', 'audio'];

const FORMATS: readonly SoundFormat[] = ['wav', 'mp3', 'flac', 'opus', 'aac', 'pcm16'];

/** `modalities` with "audio", and `audio: {voice, format}`; a voice of one's own is `{id}`. */
export function decodeSound({ modalities, audio }: TreeObject): SoundWish | undefined {
  if (!asArray(modalities).includes('audio')) return undefined;
  if (audio !== undefined && audio !== null && !isObject(audio)) {
    throw invalid('audio', 'audio must be an object with voice and format.');
  }
  const format = asString(audio?.format);
  if (format !== undefined && !FORMATS.includes(format as SoundFormat)) {
    throw invalid('audio.format', `audio.format must be one of: ${FORMATS.join(', ')}.`);
  }
  const voice = asString(audio?.voice) ?? (isObject(audio?.voice) ? asString(audio.voice.id) : undefined);
  return {
    text: asArray(modalities).includes('text'),
    ...(voice !== undefined && { voice }),
    ...(format !== undefined && { format: format as SoundFormat }),
  };
}

/** `message.audio`. Samples become a file where the client did not ask for samples. */
export function encodeSound(part: SoundPart, context: ReplyContext, unique: string): TreeObject {
  const { pieces, mediaType, transcript } = part;
  const wish = (context.request as ChatRequest).output.sound;
  const isFile = !isSamples(mediaType) || wish?.format === 'pcm16';
  const sound = isFile ? joined(pieces) : wavOf(pieces, mediaType);
  return {
    id: part.id ?? idOf(unique),
    data: SplicedString.of('', sound),
    // What nobody keeps cannot be named again.
    expires_at: part.expires ?? context.created,
    transcript,
  };
}

/** `delta.audio`. */
export const encodePiece = (
  { payload, transcript, id, expires }: SoundPiece,
  unique: string,
): TreeObject => ({
  id: id ?? idOf(unique),
  ...(payload && { data: SplicedString.of('', payload) }),
  ...(transcript !== undefined && { transcript }),
  ...(expires !== undefined && { expires_at: expires }),
});

const idOf = (unique: string): string => `audio-${unique}`;
