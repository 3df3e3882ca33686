import { parseBase64 } from '../../contract/inline.ts';
import type { ChatJob, SoundFormat, SoundWish } from '../../contract/request.ts';
import type { SoundPiece } from '../../contract/response.ts';
import { SPEECH } from '../../contract/sound.ts';
import {
  asNumber,
  asString,
  isObject,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import type { Carrier } from './carrier.ts';
import { ignored } from './ignored.ts';

const UNHEARD = 'This model cannot be asked to speak; the answer comes in words.';

/** `modalities` and `audio`: what makes a model speak. */
export function encodeSound({ request }: ChatJob, { options, warn }: Carrier): TreeObject {
  const { sound } = request.output;
  if (!sound) return {};
  const rule = options.sound;
  if (!rule) {
    warn(ignored('modalities', UNHEARD));
    return {};
  }
  const knows = rule.voices?.includes(sound.voice ?? '') ?? sound.voice !== undefined;
  const voice = knows ? sound.voice : rule.voice;
  if (sound.voice !== undefined && !knows) {
    const detail = `The upstream has no voice "${sound.voice}"; ${rule.voice} speaks.`;
    warn({ kind: 'adjusted', field: 'audio.voice', detail });
  }
  // quirk(openai): words come with the sound, as its transcript; the example of the documentation asks for both. — npm openai 7.57 types, seen 2026-11
  return { modalities: ['text', 'audio'], audio: { voice, format: formatOf(sound) } };
}

const formatOf = ({ format }: SoundWish): SoundFormat => format ?? 'pcm16';

const MEDIA_TYPES: { readonly [format in SoundFormat]: string } = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  opus: 'audio/ogg',
  aac: 'audio/aac',
  // UNVERIFIED for chat completions; of its Realtime API OpenAI says 24 kHz.
  pcm16: SPEECH,
};

/** `message.audio`, or `delta.audio` of a stream. */
export function readSound(tree: Tree | undefined, wish: SoundWish): SoundPiece | undefined {
  if (!isObject(tree)) return undefined;
  const { data } = tree;
  const inline = typeof data === 'string' || data instanceof SplicedString ? parseBase64(data) : undefined;
  const [id, expires, transcript] = [asString(tree.id), asNumber(tree.expires_at), asString(tree.transcript)];
  return {
    mediaType: MEDIA_TYPES[formatOf(wish)],
    ...(inline && { payload: inline.payload }),
    ...(transcript !== undefined && { transcript }),
    ...(id !== undefined && { id }),
    ...(expires !== undefined && { expires }),
  };
}
