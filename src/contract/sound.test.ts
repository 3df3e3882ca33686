import { describe, expect, it } from 'vitest';
import { BytesPayload } from './payload.ts';
import { isSamples, JoinedPayload, joined, wavOf } from './sound.ts';

const piece = (...bytes: number[]) => new BytesPayload(Buffer.from(bytes));
const contentOf = async (payload: JoinedPayload | BytesPayload): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(payload.read()));

describe('samples', () => {
  it.each([
    ['audio/pcm;rate=24000', true],
    ['audio/L16;codec=pcm;rate=24000', true],
    ['audio/l16', true],
    ['audio/wav', false],
    ['audio/pcmu', false],
  ])('%s: %s', (mediaType, expected) => {
    expect(isSamples(mediaType)).toBe(expected);
  });

  it('become a WAV file that says its length and its rate, bytes untouched', async () => {
    const wav = await contentOf(
      wavOf([piece(1, 2), piece(3, 4)], 'audio/L16;codec=pcm;rate=16000') as JoinedPayload,
    );
    expect(wav.length).toBe(48);
    expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect([wav.readUInt32LE(4), wav.readUInt32LE(40)]).toEqual([40, 4]);
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt32LE(28)]).toEqual([1, 16_000, 32_000]);
    expect([...wav.subarray(44)]).toEqual([1, 2, 3, 4]);
  });

  it('have 24,000 a second where nothing is said', async () => {
    const wav = await contentOf(wavOf([piece(1, 2)], 'audio/pcm') as JoinedPayload);
    expect(wav.readUInt32LE(24)).toBe(24_000);
  });
});

describe('pieces', () => {
  it('are one payload that can be read more than once', async () => {
    const whole = new JoinedPayload([piece(1), piece(2, 3)]);
    expect(whole.size).toBe(3);
    for (let time = 0; time < 2; time += 1) expect([...(await contentOf(whole))]).toEqual([1, 2, 3]);
  });

  it('need no joining where there is one', () => {
    const only = piece(1);
    expect(joined([only])).toBe(only);
  });
});
