import { describe } from 'vitest';
import { checkCases, PLAIN, px, RICH, UNTOLD } from '../../../test/media/plan-cases.ts';

describe('planQuality', () => {
  checkCases({
    'quality is always sent': { on: RICH, wishes: {}, order: { quality: 'auto' } },
    'hd is the next to high': {
      on: RICH,
      wishes: { quality: 'hd' },
      order: { quality: 'high' },
      warned: ['adjusted quality'],
    },
    'standard is the next to medium': {
      on: RICH,
      wishes: { quality: 'standard' },
      order: { quality: 'medium' },
      warned: ['adjusted quality'],
    },
    'more than the model has is its most': {
      on: RICH,
      wishes: { quality: 'max' },
      order: { quality: 'high' },
      warned: ['adjusted quality'],
    },
    'high without a field is drawn larger and scaled down': {
      on: PLAIN,
      wishes: { quality: 'high', size: px(1024, 1024) },
      order: { tier: '2K', quality: undefined },
      after: { size: px(1024, 1024) },
      warned: ['emulated quality'],
    },
    'low without a field has no effect': {
      on: PLAIN,
      wishes: { quality: 'low' },
      order: { tier: '1K' },
      warned: ['ignored quality'],
    },
    'a resolution that was asked for is not exceeded': {
      on: PLAIN,
      wishes: { quality: 'high', tier: '1K' },
      order: { tier: '1K' },
      warned: ['ignored quality'],
    },
    'a single quality cannot be chosen': {
      on: UNTOLD,
      wishes: { quality: 'high' },
      order: { quality: undefined },
      warned: ['ignored quality'],
    },
  });
});
