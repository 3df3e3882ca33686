import type { SoundRule } from '../openai-compatible/options.ts';

/** quirk(openai): these voices, and those that customers made, by id. — npm openai 7.57 types, seen 2026-11 */
export const VOICES: readonly string[] = [
  ...['alloy', 'ash', 'ballad', 'coral', 'echo', 'sage', 'shimmer', 'verse', 'marin', 'cedar'],
  ...['fable', 'nova', 'onyx'],
];

export const SOUND: SoundRule = { voices: VOICES, voice: 'alloy' };
