import type { ChatRequest, SoundWish, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { ignored } from '../openai-compatible/ignored.ts';

interface EncodedSound {
  /** Members of `generationConfig`. */
  readonly config: TreeObject;
  readonly warnings: readonly Warning[];
}

/** quirk(gemini): of those that generateContent serves only these models speak. UNVERIFIED for models to come. — ai.google.dev speech generation, seen 2026-11 */
const speaks = (model: string): boolean => /tts|audio/.test(model);

/** OpenAI's voices, which Google's models refuse; any other name may be one of theirs. */
const OPENAI_VOICE =
  /^(alloy|ash|ballad|cedar|coral|echo|fable|marin|nova|onyx|sage|shimmer|verse|voice_.*)$/;

/** The modality AUDIO and the voice; samples are all that Google's models speak in. */
export function encodeSound({ output, extensions, stream }: ChatRequest, model: string): EncodedSound {
  const { sound } = output;
  if (!sound) return { config: {}, warnings: [] };
  const isGooglesOwn = extensions.gemini !== undefined;
  // Who wants nothing but sound, or knows Google's models, is told by Google.
  if (!speaks(model) && sound.text && !isGooglesOwn) {
    return { config: {}, warnings: [ignored('modalities', `${model} does not speak; it answers in words.`)] };
  }
  const voice = encodeVoice(sound);
  if (isGooglesOwn) {
    const responseModalities = sound.text ? ['TEXT', 'AUDIO'] : ['AUDIO'];
    return { config: { responseModalities, ...voice.config }, warnings: voice.warnings };
  }
  return {
    // quirk(gemini): models that speak refuse to be asked for text too. — ai.google.dev speech generation, seen 2026-11
    config: { responseModalities: ['AUDIO'], ...voice.config },
    warnings: [...voice.warnings, ...lostWords(sound), ...otherFormat(sound, stream)],
  };
}

function encodeVoice({ voice }: SoundWish): EncodedSound {
  if (voice === undefined) return { config: {}, warnings: [] };
  if (OPENAI_VOICE.test(voice)) {
    const detail = `Google's models have no voice "${voice}"; the model's own speaks.`;
    return { config: {}, warnings: [{ kind: 'adjusted', field: 'audio.voice', detail }] };
  }
  const speechConfig = { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } };
  return { config: { speechConfig }, warnings: [] };
}

const lostWords = ({ text }: SoundWish): Warning[] =>
  text ? [ignored('modalities', "Google's models speak without writing down what they say.")] : [];

/** A whole answer becomes a WAV file where samples are not wanted; a stream cannot, for its length stands at its beginning. */
function otherFormat({ format = 'wav' }: SoundWish, stream: boolean): Warning[] {
  if (format === 'pcm16') return [];
  const field = 'audio.format';
  if (stream)
    return [{ kind: 'adjusted', field, detail: `Streamed sound comes as pcm16, not as ${format}.` }];
  if (format === 'wav') {
    return [{ kind: 'emulated', field, detail: 'The gateway put the samples into a WAV file.' }];
  }
  return [{ kind: 'adjusted', field, detail: `The sound comes as a WAV file, not as ${format}.` }];
}
