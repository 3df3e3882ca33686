import { describe, expect, it } from 'vitest';
import { matchesAny, namePattern } from './name-pattern.ts';

describe('a pattern of names', () => {
  it.each([
    ['gpt-5', ['gpt-5'], ['gpt-5-mini', 'a-gpt-5', 'GPT-5']],
    ['gpt-5*', ['gpt-5', 'gpt-5-mini'], ['my-gpt-5']],
    ['*/gpt-*', ['openai/gpt-5', '/gpt-'], ['gpt-5']],
    ['a.b+c', ['a.b+c'], ['aXb+c', 'a.bbc']],
    ['/^(gpt|o)-/', ['gpt-5', 'o-3-mini'], ['my-gpt-5']],
    ['/mini/', ['gpt-5-mini-2'], ['gpt-5']],
  ])('%s stands for %j and not for %j', (pattern, yes, no) => {
    expect(yes.filter((name) => !namePattern(pattern).test(name))).toEqual([]);
    expect(no.filter((name) => namePattern(pattern).test(name))).toEqual([]);
  });

  it('keeps what its stars stood for', () => {
    expect('claude-opus-5'.replace(namePattern('claude-*'), 'anthropic/$1')).toBe('anthropic/opus-5');
  });

  it('says which expression is none', () => {
    expect(() => namePattern('/(/')).toThrow(new TypeError('/(/ is no regular expression'));
  });

  it('is enough where several are given', () => {
    expect([matchesAny(['a*', 'b'], 'b'), matchesAny(['a*', 'b'], 'c'), matchesAny([], 'a')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
