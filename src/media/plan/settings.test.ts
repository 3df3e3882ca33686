import { describe } from 'vitest';
import { BIG, checkCases, PHOTO, PLAIN, RICH } from '../../../test/media/plan-cases.ts';

describe('planFidelity, planModeration, planWatermark, planPartials', () => {
  checkCases({
    'fidelity goes with an edit': {
      on: RICH,
      wishes: { inputFidelity: 'high' },
      rest: { inputs: [PHOTO] },
      order: { inputFidelity: 'high' },
    },
    'fidelity without an input is nothing': {
      on: RICH,
      wishes: { inputFidelity: 'high' },
      order: { inputFidelity: undefined },
      warned: ['ignored inputFidelity'],
    },
    'high fidelity becomes words': {
      on: PLAIN,
      wishes: { inputFidelity: 'high' },
      rest: { inputs: [PHOTO] },
      hint: /exactly as they are/,
      warned: ['hinted inputFidelity'],
    },
    'low fidelity cannot be asked in words': {
      on: PLAIN,
      wishes: { inputFidelity: 'low' },
      rest: { inputs: [PHOTO] },
      warned: ['ignored inputFidelity'],
    },
    'low moderation goes as it is': { on: RICH, wishes: { moderation: 'low' }, order: { moderation: 'low' } },
    'auto moderation is not sent': {
      on: RICH,
      wishes: { moderation: 'auto' },
      order: { moderation: undefined },
    },
    'approximate moderation is said': {
      on: { ...RICH, moderation: 'approximate' },
      wishes: { moderation: 'low' },
      order: { moderation: 'low' },
      warned: ['adjusted moderation'],
    },
    'no moderation field, no moderation': {
      on: PLAIN,
      wishes: { moderation: 'low' },
      order: { moderation: undefined },
      warned: ['ignored moderation'],
    },
    'a watermark switch is always sent': { on: BIG, wishes: {}, order: { watermark: false } },
    'a watermark switch is obeyed': {
      on: BIG,
      wishes: { watermark: true },
      order: { watermark: true },
      after: { watermark: undefined },
    },
    'a watermark is drawn by the gateway': {
      on: RICH,
      wishes: { watermark: true },
      order: { watermark: undefined },
      after: { watermark: true },
      warned: ['emulated watermark'],
    },
    'an invisible mark that stays is said': {
      on: PLAIN,
      wishes: { watermark: false },
      warned: ['adjusted watermark'],
    },
    'previews are clamped': {
      on: RICH,
      wishes: { partials: 7 },
      rest: { stream: true },
      order: { partials: 3 },
      warned: ['adjusted partials'],
    },
    'previews need a stream': {
      on: RICH,
      wishes: { partials: 2 },
      order: { partials: undefined },
      warned: ['ignored partials'],
    },
    'previews are never made up': {
      on: PLAIN,
      wishes: { partials: 2 },
      rest: { stream: true },
      order: { partials: undefined },
      warned: ['ignored partials'],
    },
    'the tool streams one preview by default': {
      on: RICH,
      wishes: {},
      rest: { stream: true },
      order: { partials: 1 },
    },
    'other clients pay for no preview they did not ask for': {
      on: RICH,
      wishes: {},
      rest: { stream: true, defaults: 'openai-images' },
      order: { partials: undefined },
    },
  });
});
