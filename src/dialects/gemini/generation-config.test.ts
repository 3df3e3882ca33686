import { describe, expect, it } from 'vitest';
import type { Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { decodeConfig } from './generation-config.ts';

function decode(generationConfig: TreeObject) {
  const warnings: Warning[] = [];
  const warn = (kind: Warning['kind'], field: string, detail: string) =>
    void warnings.push({ kind, field, detail });
  return { ...decodeConfig({ generationConfig }, warn), warnings };
}

describe('generationConfig', () => {
  it('reads sampling and limits in both spellings', () => {
    const camel = {
      temperature: 0.5,
      topP: 0.9,
      topK: 64,
      maxOutputTokens: 100,
      stopSequences: ['END'],
      seed: 7,
    };
    const snake = {
      temperature: 0.5,
      top_p: 0.9,
      top_k: 64,
      max_output_tokens: '100',
      stop_sequences: ['END'],
      seed: 7,
    };
    const sampling = { temperature: 0.5, topP: 0.9, topK: 64, seed: 7, stop: ['END'] };
    for (const config of [camel, snake]) {
      expect(decode(config)).toMatchObject({
        sampling,
        output: { maxTokens: 100 },
        extensions: {},
        warnings: [],
      });
    }
  });

  it.each([
    [
      { thinkingLevel: 'HIGH', includeThoughts: true },
      { effort: 'high', show: true },
    ],
    [{ thinkingLevel: 'low' }, { effort: 'low', show: false }],
    [{ thinkingBudget: 0 }, { effort: 'none', show: false }],
    [{ thinkingBudget: -1, includeThoughts: true }, { show: true }],
    [{ thinking_budget: 8192 }, { budgetTokens: 8192, show: false }],
  ])('reads the thinking wish %j', (thinkingConfig, reasoning) => {
    expect(decode({ thinkingConfig }).reasoning).toEqual(reasoning);
  });

  it('reads the form of the answer, by Schema or JSON Schema', () => {
    const own = { type: 'OBJECT', properties: { a: { type: 'STRING', nullable: true } } };
    expect(decode({ responseMimeType: 'application/json' }).output.format).toEqual({ kind: 'json-object' });
    expect(decode({ responseMimeType: 'application/json', responseSchema: own }).output.format).toMatchObject(
      {
        schema: { type: 'object', properties: { a: { type: ['string', 'null'] } } },
      },
    );
    const schema = { type: 'object' };
    const asked = { response_mime_type: 'application/json', responseJsonSchema: schema };
    expect(decode(asked).output.format).toMatchObject({ kind: 'json-schema', schema });
  });

  it("leaves Google's own media types to Google", () => {
    const responseSchema = { type: 'STRING', enum: ['a', 'b'] };
    const { output, extensions } = decode({ responseMimeType: 'text/x.enum', responseSchema });
    expect(output).not.toHaveProperty('format');
    expect(extensions).toEqual({
      'generationConfig.responseMimeType': 'text/x.enum',
      'generationConfig.responseSchema': responseSchema,
    });
  });

  it('wants a media type with a schema', () => {
    expect(() => decode({ responseSchema: { type: 'OBJECT' } })).toThrow('application/json');
  });

  it('asks for pictures by modality', () => {
    const imageConfig = { aspectRatio: '16:9', imageSize: '2K' };
    const { output, extensions } = decode({
      responseModalities: ['TEXT', 'Image'],
      imageConfig,
      candidateCount: 2,
      seed: 7,
    });
    expect(output.image).toEqual({
      wishes: { aspectRatio: '16:9', tier: '2K', count: 2, seed: 7 },
      fields: expect.objectContaining({ count: 'generationConfig.candidateCount' }),
      text: true,
      viaTool: false,
      required: false,
    });
    expect(extensions).toEqual({});
  });

  it('wants a picture in any case where nothing else is allowed', () => {
    expect(decode({ responseModalities: ['IMAGE'] }).output.image).toMatchObject({
      text: false,
      required: true,
    });
    expect(
      decode({ responseModalities: ['TEXT'], imageConfig: { aspectRatio: '1:1' } }).output,
    ).not.toHaveProperty('image');
    expect(decode({ imageConfig: { aspectRatio: '1:1' } }).output.image).toMatchObject({ text: true });
  });

  it("takes every image parameter of this gateway, and Vertex's encoding", () => {
    const imageConfig = {
      quality: 'high',
      background: 'transparent',
      imageOutputOptions: { mimeType: 'image/jpeg', compressionQuality: 80 },
      personGeneration: 'ALLOW_ALL',
    };
    const { output, warnings } = decode({ responseModalities: ['IMAGE'], imageConfig });
    expect(output.image?.wishes).toEqual({
      quality: 'high',
      background: 'transparent',
      format: 'jpeg',
      compression: 80,
    });
    expect(warnings).toMatchObject([{ kind: 'ignored', field: expect.stringContaining('person') }]);
  });

  it('names the field of a wish it cannot read', () => {
    const bad = { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: 'wide' } };
    expect(() => decode(bad)).toThrow(
      expect.objectContaining({ facts: { field: 'generationConfig.imageConfig.aspect_ratio' } }),
    );
  });

  it('counts the candidates that are wanted', () => {
    expect(decode({ candidateCount: 3 })).toMatchObject({ output: { choices: 3 }, warnings: [] });
    expect(decode({ candidateCount: 1 }).output.choices).toBeUndefined();
  });

  it.each([0, 2.5, 9])('refuses %j candidates', (candidateCount) => {
    const facts = { field: 'generationConfig.candidateCount' };
    expect(() => decode({ candidateCount })).toThrow(expect.objectContaining({ facts }));
  });
});
