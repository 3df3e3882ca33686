import { describe, expect, it } from 'vitest';
import { generationOf } from './generation.ts';

describe('the generation of a model', () => {
  it.each([
    ['claude-3-7-sonnet-20250219', 'budget', 'unasked', true],
    ['claude-3-5-haiku-20241022', 'none', 'unasked', true],
    ['claude-sonnet-4-20250514', 'budget', 'unasked', true],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'budget', 'unasked', true],
    ['anthropic/claude-opus-4.6', 'either', 'unasked', true],
    ['claude-opus-4-7', 'adaptive', 'unasked', false],
    ['claude-sonnet-5', 'adaptive', 'disabled', false],
    ['claude-haiku-5-5', 'adaptive', 'disabled', false],
    ['claude-sonnet-5-5@20260928', 'adaptive', 'between_tools', false],
    ['claude-fable-5-1', 'adaptive', 'never', false],
    ['my-own-alias', 'adaptive', 'never', false],
  ])('of %s: thinking %s, off %s, sampling %s', (model, thinking, off, sampling) => {
    expect(generationOf(model)).toMatchObject({ thinking, off, sampling });
  });
});
