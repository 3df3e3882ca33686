import { describe, expect, it } from 'vitest';
import { chatJob } from '../../../test/contract/jobs.ts';
import type { ChatRequest, SoundWish } from '../../contract/request.ts';
import { encodeSound } from './sound.ts';

const TTS = 'gemini-3.8-flash-tts';

function encode(sound: SoundWish, model = TTS, more: Partial<ChatRequest> = {}) {
  const { request } = chatJob();
  const { config, warnings } = encodeSound({ ...request, output: { sound }, ...more }, model);
  return { config, told: warnings.map(({ kind, field }) => `${kind} ${field}`) };
}

describe('sound at Google', () => {
  it('is asked for alone, with a voice of Google’s', () => {
    expect(encode({ text: false, voice: 'Kore', format: 'pcm16' })).toEqual({
      config: {
        responseModalities: ['AUDIO'],
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } },
      },
      told: [],
    });
  });

  it('has no voices of OpenAI’s and no transcript, and says so', () => {
    expect(encode({ text: true, voice: 'alloy', format: 'pcm16' })).toEqual({
      config: { responseModalities: ['AUDIO'] },
      told: ['adjusted audio.voice', 'ignored modalities'],
    });
  });

  it.each([
    ['wav', false, ['emulated audio.format']],
    ['mp3', false, ['adjusted audio.format']],
    ['wav', true, ['adjusted audio.format']],
    ['pcm16', true, []],
  ] as const)('comes as %s (streamed: %s): %s', (format, stream, told) => {
    expect(encode({ text: false, format }, TTS, { stream }).told).toEqual(told);
  });

  it('is left out where the model only writes, unless nothing else is wanted', () => {
    const model = 'gemini-3.5-flash';
    expect(encode({ text: true }, model)).toEqual({ config: {}, told: ['ignored modalities'] });
    expect(encode({ text: false, format: 'pcm16' }, model).config).toEqual({ responseModalities: ['AUDIO'] });
  });

  it('is asked for as Google’s own clients ask', () => {
    const own = { extensions: { gemini: {} } };
    expect(encode({ text: true }, TTS, own)).toEqual({
      config: { responseModalities: ['TEXT', 'AUDIO'] },
      told: [],
    });
  });
});
