import { describe, expect, it } from 'vitest';
import type { ReasoningWish } from '../../contract/request.ts';
import { encodeThinking } from './thinking.ts';

const think = (wish: ReasoningWish, model = 'gemini-3.5-flash', draws = false) =>
  encodeThinking(wish, model, draws);

describe('thinking on Gemini', () => {
  it.each<[string, ReasoningWish, object, boolean]>([
    ['gemini-3.5-flash', { effort: 'high' }, { thinkingLevel: 'high', includeThoughts: true }, true],
    ['gemini-3.5-flash', { effort: 'minimal' }, { thinkingLevel: 'minimal', includeThoughts: true }, true],
    ['gemini-3.5-flash', { effort: 'none' }, { thinkingLevel: 'minimal' }, false],
    ['gemini-3.5-flash', { effort: 'max' }, { thinkingLevel: 'high', includeThoughts: true }, false],
    ['gemini-3.5-flash', { budgetTokens: 4000 }, { thinkingLevel: 'medium', includeThoughts: true }, false],
    [
      'gemini-3.5-flash',
      { effort: 'low', show: false },
      { thinkingLevel: 'low', includeThoughts: false },
      true,
    ],
    ['gemini-3.8-flash', { effort: 'minimal' }, { thinkingLevel: 'low', includeThoughts: true }, false],
    ['gemini-3.1-pro-preview', { effort: 'none' }, { thinkingLevel: 'low' }, false],
    ['gemini-4-hydrogen', { effort: 'xhigh' }, { thinkingLevel: 'xhigh', includeThoughts: true }, true],
    ['gemini-2.5-flash', { effort: 'none' }, { thinkingBudget: 0 }, true],
    ['gemini-2.5-flash', { effort: 'low' }, { thinkingBudget: 1024, includeThoughts: true }, true],
    ['gemini-2.5-flash', { budgetTokens: 4000 }, { thinkingBudget: 4000, includeThoughts: true }, true],
    ['gemini-2.5-flash', { budgetTokens: 60_000 }, { thinkingBudget: 24_576, includeThoughts: true }, false],
    ['gemini-2.5-pro', { effort: 'none' }, { thinkingBudget: 128 }, false],
    ['gemini-2.5-flash-lite', { budgetTokens: 100 }, { thinkingBudget: 512, includeThoughts: true }, false],
  ])('%s is asked for %j by %j', (model, wish, expected, exact) => {
    const { thinkingConfig, warnings } = think(wish, model);
    expect(thinkingConfig).toEqual(expected);
    expect(warnings).toHaveLength(exact ? 0 : 1);
  });

  it('is only shown where that is all that is asked', () => {
    expect(think({ show: true }).thinkingConfig).toEqual({ includeThoughts: true });
    expect(think({ show: false }).thinkingConfig).toEqual({ includeThoughts: false });
    expect(think({})).toEqual({ warnings: [] });
  });

  it('never shows the drafts of a drawing model', () => {
    const drawn = think({ effort: 'high' }, 'gemini-nano-banana-2.1', true);
    expect(drawn).toEqual({ thinkingConfig: { thinkingLevel: 'high' }, warnings: [] });
  });

  it.each(['gemini-2.0-flash', 'gemma-3-27b-it'])('cannot be chosen on %s, which is said', (model) => {
    expect(think({ effort: 'high' }, model)).toMatchObject({ warnings: [{ field: 'reasoning_effort' }] });
    expect(think({ effort: 'none' }, model)).toEqual({ warnings: [] });
  });
});
