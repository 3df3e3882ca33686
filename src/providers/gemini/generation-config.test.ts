import { describe, expect, it } from 'vitest';
import { chatJob } from '../../../test/contract/jobs.ts';
import { encodeSettings } from './generation-config.ts';

const MODEL = 'gemini-3.5-flash';
const order = { count: 1, aspectRatio: '3:2', tier: '1K' };

describe('Gemini settings', () => {
  it('asks a drawing model for text alone when no picture is wanted', () => {
    expect(encodeSettings(chatJob(), MODEL, true).generationConfig).toEqual({ responseModalities: ['TEXT'] });
    expect(encodeSettings(chatJob(), MODEL, false).generationConfig).toEqual({});
  });

  it('asks for the picture alone when only pictures are wanted', () => {
    const job = chatJob({ order, image: { text: false } });
    expect(encodeSettings(job, MODEL, true).generationConfig).toMatchObject({
      responseModalities: ['IMAGE'],
    });
  });

  it('sends no tier where the model knows none', () => {
    const job = chatJob({ order: { ...order, tier: '' } });
    expect(encodeSettings(job, MODEL, true).generationConfig).toMatchObject({
      imageConfig: { aspectRatio: '3:2' },
    });
    expect(JSON.stringify(encodeSettings(job, MODEL, true))).not.toContain('imageSize');
  });

  it('leaves out a limit that would cut the picture off, and says so', () => {
    const job = chatJob({ order });
    const short = { ...job, request: { ...job.request, output: { ...job.request.output, maxTokens: 1000 } } };
    const settings = encodeSettings(short, MODEL, true);
    expect(settings.generationConfig).not.toHaveProperty('maxOutputTokens');
    expect(settings.warnings).toMatchObject([{ kind: 'ignored', field: 'max_tokens' }]);
  });

  it('keeps the limit of a chat without pictures', () => {
    const job = chatJob({ request: { output: { maxTokens: 10 } } });
    expect(encodeSettings(job, MODEL, false)).toMatchObject({
      generationConfig: { maxOutputTokens: 10 },
      warnings: [],
    });
  });

  it('brings a seed into 32 bits and names the one it sent', () => {
    const settings = encodeSettings(chatJob({ order: { ...order, seed: 2 ** 32 + 5 } }), MODEL, true);
    expect(settings.generationConfig).toMatchObject({ seed: 5 });
    expect(settings.warnings).toMatchObject([{ kind: 'adjusted', field: 'seed' }]);
  });

  it('reports every field it cannot send', () => {
    const job = chatJob({
      request: {
        sampling: { frequencyPenalty: 1, temperature: 0.5 },
        endUser: 'me',
        extensions: { 'openai-chat': { logprobs: true } },
      },
    });
    const { generationConfig, warnings } = encodeSettings(job, MODEL, false);
    expect(generationConfig).toEqual({ temperature: 0.5 });
    expect(warnings.map(({ field }) => field)).toEqual(['frequency_penalty', 'user', 'logprobs']);
  });

  it('holds the answer to a form, in the words Gemini knows', () => {
    const format = {
      kind: 'json-schema',
      name: 'x',
      schema: { type: 'object', additionalProperties: false, not: {} },
    } as const;
    const job = chatJob({ request: { output: { format } } });
    expect(encodeSettings(job, MODEL, false)).toMatchObject({
      generationConfig: {
        responseMimeType: 'application/json',
        responseJsonSchema: { type: 'object', additionalProperties: false },
      },
      warnings: [{ field: 'response_format' }],
    });
  });

  it.each([
    ['gemini-2.5-flash', true, false],
    ['gemini-2.5-flash', false, true],
    ['gemini-3.5-flash', true, true],
  ])('lets %s, tools %j, be held to a form: %j', (model, hasTools, possible) => {
    const tools = hasTools ? [{ type: 'function', name: 'ls' } as const] : [];
    const job = chatJob({ request: { output: { format: { kind: 'json-object' } }, tools } });
    const { generationConfig, warnings } = encodeSettings(job, model, false);
    expect(Object.keys(generationConfig)).toEqual(possible ? ['responseMimeType'] : []);
    expect(warnings).toHaveLength(possible ? 0 : 1);
  });

  it('sends what came in its own format back to where it stood', () => {
    const gemini = { safetySettings: [], 'generationConfig.mediaResolution': 'LOW', 'toolConfig.x': 1 };
    const settings = encodeSettings(chatJob({ request: { extensions: { gemini } } }), MODEL, false);
    expect(settings).toEqual({
      generationConfig: { mediaResolution: 'LOW' },
      fields: { safetySettings: [] },
      warnings: [],
    });
  });
});
