import type { ReplyContext } from '../../contract/dialect.ts';
import type { SoundPart, SoundWish } from '../../contract/request.ts';
import type { SoundPiece } from '../../contract/response.ts';
import { isSamples, joined } from '../../contract/sound.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { others, pick } from './members.ts';

interface DecodedSound {
  readonly sound?: SoundWish;
  /** What of `speechConfig` only Google knows. */
  readonly rest: TreeObject;
}

/** The modality AUDIO and `speechConfig`: one of Google's voices is a wish, several speakers and languages are its own. */
export function decodeSound(config: TreeObject, modalities: readonly string[]): DecodedSound {
  const speech = pick(config, 'speechConfig');
  const whole: TreeObject = speech === undefined ? {} : { speechConfig: speech };
  if (!modalities.includes('AUDIO')) return { rest: whole };
  const named = pick(pick(speech, 'voiceConfig'), 'prebuiltVoiceConfig');
  const voice = pick(named, 'voiceName');
  const isPlain = speech === undefined || (typeof voice === 'string' && isOnly(speech, 'voiceConfig'));
  return {
    sound: { text: modalities.includes('TEXT'), ...(typeof voice === 'string' && { voice }) },
    rest: isPlain ? {} : whole,
  };
}

const isOnly = (tree: TreeObject[string], name: string): boolean =>
  Object.keys(others((tree ?? {}) as TreeObject, [name])).length === 0;

/** quirk(gemini): how Google's models name samples. — ai.google.dev speech generation, npm @google/genai 3 types, seen 2026-11 */
const GOOGLES_SAMPLES = 'audio/L16;codec=pcm;rate=24000';

const mimeTypeOf = (mediaType: string): string => (isSamples(mediaType) ? GOOGLES_SAMPLES : mediaType);

/** The sound first; what was said follows as text where text is wanted too. */
export function encodeSound(part: SoundPart, context: ReplyContext): TreeObject[] {
  const { pieces, mediaType, transcript } = part;
  const data = SplicedString.of('', joined(pieces));
  const sound = pieces.length === 0 ? [] : [{ inlineData: { mimeType: mimeTypeOf(mediaType), data } }];
  return [...sound, ...spoken(transcript, context)];
}

export const encodePiece = (
  { payload, mediaType, transcript = '' }: SoundPiece,
  context: ReplyContext,
): TreeObject[] => [
  ...(payload
    ? [{ inlineData: { mimeType: mimeTypeOf(mediaType), data: SplicedString.of('', payload) } }]
    : []),
  ...spoken(transcript, context),
];

function spoken(text: string, { request }: ReplyContext): TreeObject[] {
  const wanted = request.operation === 'chat' && request.output.sound?.text === true;
  return wanted && text !== '' ? [{ text }] : [];
}
