import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { SAMPLES } from '../upstreams/chat-reply.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startGemini } from '../upstreams/gemini.ts';
import { startOpenAi } from '../upstreams/openai.ts';

let fakes: readonly Fake[];
let gateway: TestGateway;
beforeAll(async () => {
  const [openai, gemini] = await Promise.all([startOpenAi(), startGemini()]);
  fakes = [openai, gemini];
  gateway = await startGateway({
    channels: [
      { name: 'a', type: 'openai', base_url: openai.url, api_key: 'sk-test', models: ['gpt-audio-mini'] },
      {
        name: 'b',
        type: 'gemini',
        base_url: gemini.url,
        api_key: 'gm-test',
        models: ['gemini-3.8-flash-tts'],
      },
    ],
  });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(fakes.map((fake) => fake.close()));
});

const WAV_HEADER = 44;
const messages = [{ role: 'user' as const, content: 'Say hello.' }];

describe("the openai library with Google's voice", () => {
  const client = () => new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
  const model = 'gemini-3.8-flash-tts';

  it('gets a WAV file', async () => {
    const { choices } = await client().chat.completions.create({
      ...{ model, messages, modalities: ['text', 'audio'] },
      audio: { voice: 'Kore', format: 'wav' },
    });
    const { audio } = choices[0]?.message ?? {};
    const file = Buffer.from(audio?.data ?? '', 'base64');
    expect(file.toString('latin1', 0, 4)).toBe('RIFF');
    expect(file.subarray(WAV_HEADER)).toEqual(SAMPLES);
    expect(audio).toMatchObject({ id: expect.any(String), expires_at: expect.any(Number), transcript: '' });
  });

  it('hears samples as they come', async () => {
    const stream = await client().chat.completions.create({
      ...{ model, messages, modalities: ['text', 'audio'], stream: true },
      audio: { voice: 'Kore', format: 'pcm16' },
    });
    const heard: Buffer[] = [];
    for await (const { choices } of stream) {
      const piece = choices[0]?.delta.audio?.data;
      if (piece) heard.push(Buffer.from(piece, 'base64'));
    }
    expect(heard.length).toBeGreaterThan(1);
    expect(Buffer.concat(heard)).toEqual(SAMPLES);
  });
});

describe("Google's library with OpenAI's voice", () => {
  const client = () =>
    new GoogleGenAI({ apiKey: gateway.key, httpOptions: { baseUrl: `${gateway.url}/gemini` } });
  const asking = (responseModalities: string[]) => ({
    ...{ model: 'gpt-audio-mini', contents: 'Say hello.' },
    config: {
      responseModalities,
      speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'alloy' } } },
    },
  });

  it('gets samples, and the words only where it asks for text', async () => {
    const quiet = await client().models.generateContent(asking(['AUDIO']));
    expect(Buffer.from(quiet.data ?? '', 'base64')).toEqual(SAMPLES);
    expect(quiet.candidates?.[0]?.content?.parts).toHaveLength(1);
    const { candidates } = await client().models.generateContent(asking(['TEXT', 'AUDIO']));
    expect(candidates?.[0]?.content?.parts?.[1]).toMatchObject({ text: 'Hello to you.' });
  });

  it('hears samples as they come', async () => {
    const heard: Buffer[] = [];
    for await (const chunk of await client().models.generateContentStream(asking(['AUDIO']))) {
      for (const { inlineData } of chunk.candidates?.[0]?.content?.parts ?? []) {
        if (!inlineData) continue;
        expect(inlineData.mimeType).toBe('audio/L16;codec=pcm;rate=24000');
        heard.push(Buffer.from(inlineData.data ?? '', 'base64'));
      }
    }
    expect(Buffer.concat(heard)).toEqual(SAMPLES);
  });
});
