import { describe, expect, it } from 'vitest';
import { decodeAction, framing } from './path.ts';

describe('the path of a Gemini request', () => {
  it.each([
    ['gemini-3.5-flash:generateContent', 'gemini-3.5-flash', 'generateContent'],
    ['google/gemini-3-pro-image:streamGenerateContent', 'google/gemini-3-pro-image', 'streamGenerateContent'],
    ['llama3:8b:countTokens', 'llama3:8b', 'countTokens'],
  ])('%s names model and action', (rest, model, action) => {
    expect(decodeAction(rest)).toEqual({ model, action });
  });

  it.each(['gemini-3.5-flash', ':generateContent', 'gemini-3.5-flash:predict', ''])(
    'refuses "%s"',
    (rest) => {
      expect(() => decodeAction(rest)).toThrow(expect.objectContaining({ code: 'not_found' }));
    },
  );

  it.each([
    ['/v1beta/models/m:streamGenerateContent?alt=sse', 'sse'],
    ['/v1beta/models/m:streamGenerateContent?key=k&alt=sse', 'sse'],
    ['/v1beta/models/m:streamGenerateContent?alt=json', 'json-array'],
    ['/v1beta/models/m:streamGenerateContent', 'json-array'],
  ])('%s is framed as %s', (url, expected) => {
    expect(framing(url)).toBe(expected);
  });
});
